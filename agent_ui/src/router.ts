/** Which address shows which screen. */
import { createRouter, createWebHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'console', component: () => import('./views/ConsoleView.vue') },
    { path: '/board', name: 'board', component: () => import('./views/BoardView.vue') },
    { path: '/tickets', name: 'tickets', component: () => import('./views/TicketsView.vue') },
    { path: '/tickets/:number', name: 'ticket', component: () => import('./views/TicketView.vue'), props: true },
    { path: '/knowledge/:tab?', name: 'knowledge', component: () => import('./views/KnowledgeView.vue'), props: true },
    { path: '/requests/:tab?', name: 'requests', component: () => import('./views/RequestsView.vue'), props: true },
    { path: '/menus/:name?', name: 'menus', component: () => import('./views/MenusView.vue'), props: true },
    { path: '/phone', name: 'phone', component: () => import('./views/PhoneView.vue'), meta: { open: true } },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
