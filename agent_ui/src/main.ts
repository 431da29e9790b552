import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n, speak, type Language } from './i18n'
import { router } from './router'
import './styles/main.css'
import './styles/phone.css'

speak(i18n.global.locale.value as Language)
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
