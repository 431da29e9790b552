import { describe, expect, it } from 'vitest'
import { router } from '@/router'

describe('addresses', () => {
  it('have no part called id, which the shell gives to every screen', () => {
    expect(router.getRoutes().filter((one) => /:id\b/.test(one.path)).map((one) => one.path)).toEqual([])
    expect(router.resolve('/quality/calls/7').params).toEqual({ inspection: '7' })
  })
})
