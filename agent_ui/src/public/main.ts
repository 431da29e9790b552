import { createApp } from 'vue'
import { i18n } from './i18n'
import PublicApp from './PublicApp.vue'
import './public.css'

createApp(PublicApp).use(i18n).mount('#app')
