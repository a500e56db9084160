import { expect, it } from 'vitest'
import { sampleCall } from '../../../e2e/support/sample-evidence'
import { afterAttempt } from './call-attempts'
import type { CallRecord } from './call'

it('a call is tried eight times, each wait three times the one before, then given up', () => {
  const waits: number[] = []
  let call: CallRecord = sampleCall({ id: 'c-1' })
  for (let tries = 1; tries <= 8; tries += 1) {
    const at = new Date(call.nextAt)
    call = afterAttempt(call, tries % 2 === 0 ? { status: 503 } : { error: 'no answer' }, at)
    if (call.state === 'waiting') waits.push((Date.parse(call.nextAt) - at.getTime()) / 1000)
  }
  expect(waits).toEqual([5, 15, 45, 135, 405, 1215, 3645])
  expect(call.state).toBe('given-up')
  expect(call.attempts).toHaveLength(8)
  expect(call.attempts[1]).toEqual({ at: '2026-11-20T10:00:05.000Z', status: 503 })
})

it.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [199, 'waiting'],
  [301, 'waiting'],
  [400, 'waiting'],
  [500, 'waiting'],
])('an answer with %i leaves it %s', (status, state) => {
  expect(afterAttempt(sampleCall({ id: 'c-1' }), { status }, new Date(0)).state).toBe(state)
})
