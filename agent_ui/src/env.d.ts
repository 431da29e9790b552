/// <reference types="vite/client" />
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}
declare module '*.md' {
  import type { Guide } from '@/help/guide'
  const guide: Guide
  export default guide
}
