/** How the consoles are built and tested. The rule: what is built asks nothing of any other host. */
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import Components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vitest/config'
import { guides } from './guides.ts'

/** The server of the hotline that `npm run dev` passes requests on to. */
const server = process.env.HOTLINE_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [
    vue(),
    guides(),
    Components({
      dirs: [],
      dts: 'src/components.d.ts',
      resolvers: [ElementPlusResolver({ importStyle: 'css' })],
    }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    // what each page loads is weighed by it: hotline/cli/ui_weight.py
    manifest: true,
    // the consoles, the citizens' page and the hall's screen: what one needs the others do not load
    rollupOptions: { input: ['index.html', 'public.html', 'wall.html'].map((page) => fileURLToPath(new URL(page, import.meta.url))) },
  },
  server: {
    // the guides and their pictures lie outside this folder
    fs: { allow: ['.', '../docs'] },
    proxy: {
      '/api': { target: server, ws: true },
      '/health': { target: server },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    // its style sheets are no modules
    server: { deps: { inline: ['element-plus'] } },
  },
})
