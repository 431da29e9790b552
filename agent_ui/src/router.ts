/** Which address shows which screen. The rule: what a department's handler may open is in FOR_HANDLERS and nowhere else. */
import { createRouter, createWebHistory } from 'vue-router'

/** The screens that ask for nothing that a department may not see. */
export const FOR_HANDLERS = ['work', 'ticket', 'knowledge', 'supervision', 'policies', 'reports']

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'console', component: () => import('./views/ConsoleView.vue') },
    { path: '/board', name: 'board', component: () => import('./views/BoardView.vue') },
    { path: '/tickets', name: 'tickets', component: () => import('./views/TicketsView.vue') },
    { path: '/work/:tab?', name: 'work', component: () => import('./views/WorkView.vue'), props: true },
    { path: '/callbacks', name: 'callbacks', component: () => import('./views/CallbacksView.vue') },
    { path: '/supervision/:tab?', name: 'supervision', component: () => import('./views/SupervisionView.vue'), props: true },
    { path: '/quality/calls/:inspection(\\d+)', name: 'inspection', component: () => import('./views/InspectionView.vue'), props: true },
    { path: '/quality/:tab?', name: 'quality', component: () => import('./views/QualityView.vue'), props: true },
    { path: '/reports/:name?', name: 'reports', component: () => import('./views/ReportsView.vue'), props: true },
    { path: '/dispatch', name: 'dispatch', component: () => import('./views/DispatchView.vue') },
    { path: '/policies', name: 'policies', component: () => import('./views/PoliciesView.vue') },
    { path: '/tickets/:number', name: 'ticket', component: () => import('./views/TicketView.vue'), props: true },
    { path: '/knowledge/:tab?', name: 'knowledge', component: () => import('./views/KnowledgeView.vue'), props: true },
    { path: '/requests/:tab?', name: 'requests', component: () => import('./views/RequestsView.vue'), props: true },
    { path: '/menus/:name?', name: 'menus', component: () => import('./views/MenusView.vue'), props: true },
    { path: '/phone', name: 'phone', component: () => import('./views/PhoneView.vue'), meta: { open: true } },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
