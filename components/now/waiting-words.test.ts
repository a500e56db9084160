import { describe, expect, it } from 'vitest'
import { WaitingDto } from '@/lib/contracts/calls'
import { mayWords, waitingKey, waitingSigns } from './waiting-words'

describe('what waits for a human', () => {
  it('has a glyph and a word for every kind of the contract', () => {
    for (const kind of WaitingDto.shape.kind.options) {
      expect(waitingSigns[kind].glyph).not.toBe('')
      expect(waitingSigns[kind].word).not.toBe('')
    }
  })
  it('says what one may do', () => {
    expect(mayWords(['resume', 'promote', 'abort'])).toBe('You may resume, promote or abort.')
    expect(mayWords(['promote-full'])).toBe('You may promote to 100 %.')
    expect(mayWords([])).toContain('somebody else')
  })
  it('tells an operation from its release', () => {
    const item: WaitingDto = {
      kind: 'drift',
      words: '',
      since: '2026-01-01T12:00:00Z',
      service: { cluster: 'a', namespace: 'b', name: 'c' },
      release: 'r1',
      href: '/releases/r1',
      allowed: [],
    }
    expect(waitingKey(item)).not.toBe(waitingKey({ ...item, kind: 'unknown-outcome', operation: 'o1' }))
  })
})
