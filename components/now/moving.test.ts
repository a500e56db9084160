import { describe, expect, it } from 'vitest'
import { movingRollouts, stuckWords } from './moving'

const of = (...states: ('progressing' | 'paused' | 'complete' | 'degraded' | 'failed')[]) =>
  states.map((state) => ({ state }))

describe('releases of others on Now', () => {
  it('are those in progress, then those paused', () => {
    expect(movingRollouts(of('paused', 'failed', 'progressing', 'complete', 'degraded'))).toEqual(
      of('progressing', 'paused'),
    )
  })
  it('are counted in words where they got stuck', () => {
    expect(stuckWords(of('paused', 'complete'))).toBe('')
    expect(stuckWords(of('failed', 'failed', 'degraded'))).toBe('Stuck half way: 2 failed, 1 degraded.')
  })
})
