import { expect, it } from 'vitest'
import { coverageWords } from './coverage-words'

const checkpoint = (seq: number) => ({
  ...{ chain: 'c', epoch: 1, hash: 'h', key: 'k', previous: null, seq, signature: 's' },
  ...{ time: '2026-11-20T10:00:00.000Z', version: 1 as const },
})

it('says which events the newest checkpoint covers', () => {
  const events = [{ seq: 7 }, { seq: 9 }, { seq: 12 }]
  expect(coverageWords(events, null)).toBe('')
  expect(coverageWords(events, checkpoint(6))).toBe('It covers none of these events yet: they are younger.')
  expect(coverageWords(events, checkpoint(8))).toBe(
    'It covers 1 of these 3 events; events 9 to 12 are younger.',
  )
  expect(coverageWords(events, checkpoint(9))).toBe('It covers 2 of these 3 events; event 12 is younger.')
  expect(coverageWords(events, checkpoint(12))).toBe('It covers all events of this report.')
})
