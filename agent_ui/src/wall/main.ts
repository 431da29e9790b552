import { createApp } from 'vue'
import { i18n } from './i18n'
import WallApp from './WallApp.vue'
import './wall.css'

createApp(WallApp).use(i18n).mount('#app')
