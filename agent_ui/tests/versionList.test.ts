import { createPinia } from 'pinia'
import { createApp, type App } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { Version } from '@/api/knowledge'
import VersionList from '@/components/knowledge/VersionList.vue'
import { i18n } from '@/i18n'

const ONE: Version = {
  kind: 'question', code: '1001', title: '猫丢了', version: 1, state: 'withdrawn', author: 'agent1', author_name: '林晓燕', created: '2026-11-01T00:00:00+00:00',
  note: '市民常问', judged_by: 'supervisor1', judged_by_name: '吴志强', judged: '2026-11-02T00:00:00+00:00',
  withdrawn_by: 'supervisor2', withdrawn_by_name: '郑海', withdrawn: '2026-11-03T00:00:00+00:00', withdrawn_why: '规定变了', fields: {}, differences: [],
}
let app: App | null = null

function shown(one: Version): string {
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(VersionList, { versions: [one] }).use(createPinia()).use(i18n)
  app.mount('#app')
  return (document.querySelector('[data-testid="versions"]')?.textContent ?? '').replace(/\s+/g, ' ')
}

afterEach(() => {
  app?.unmount()
  app = null
})

describe('the versions of an entry', () => {
  it('tell of a withdrawn one who approved it and who took it off, each with the own words', () => {
    const told = shown(ONE)
    expect(told).toMatch(/吴志强 \S+ \S+ 审核/)
    expect(told).toMatch(/郑海 \S+ \S+ 撤下/)
    expect(told).not.toMatch(/郑海 \S+ \S+ 审核/)
    expect(told).toContain('市民常问')
    expect(told).toContain('撤下原因：规定变了')
  })

  it('say nothing of a withdrawal where there was none', () => {
    expect(shown({ ...ONE, state: 'replaced', withdrawn_by: '', withdrawn_by_name: '', withdrawn: null, withdrawn_why: '' })).not.toContain('撤下')
  })
})
