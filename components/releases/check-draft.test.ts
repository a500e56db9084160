import { describe, expect, it } from 'vitest'
import { CheckBody } from '@/lib/contracts/plans'
import {
  checkBody,
  checkDraftOf,
  checkKinds,
  checkOfText,
  checkProblems,
  type CheckDraft,
} from './check-draft'

const good: readonly CheckDraft[] = [
  { kind: 'success-rate', values: { slo: '99.9' } },
  { kind: 'all-succeed', values: { minRequests: '200' } },
  { kind: 'latency', values: { thresholdMs: '250', maxRatio: '1.5' } },
  { kind: 'burn', values: { slo: '99.5' } },
  { kind: 'pods', values: {} },
  { kind: 'promql', values: { name: 'Queue', query: 'queue_length', pass: '< 5' } },
  { kind: 'counters', values: { name: 'Orders', total: 'a', bad: 'b' } },
]

describe('a check as it is typed', () => {
  it('is one that the API takes, of every kind', () => {
    expect(good.map(({ kind }) => kind).toSorted()).toEqual(checkKinds.map(({ kind }) => kind).toSorted())
    for (const draft of good) {
      expect(checkProblems(draft)).toEqual({})
      expect(CheckBody.safeParse(checkBody(draft)).success).toBe(true)
    }
  })
  it('comes back from an address', () => {
    for (const draft of good) expect(checkOfText(JSON.stringify(checkBody(draft)))).toEqual(draft)
    expect(checkOfText('{"kind":"odd"}')).toBeNull()
    expect(checkOfText('not json')).toBeNull()
    expect(checkDraftOf(null)).toBeNull()
  })
  it('says at its field what is missing or wrong', () => {
    expect(checkProblems({ kind: 'latency', values: { thresholdMs: 'fast' } })).toHaveProperty('thresholdMs')
    expect(checkProblems({ kind: 'latency', values: {} })).toHaveProperty('thresholdMs')
    expect(checkProblems({ kind: 'burn', values: { slo: '100' } })).toEqual({ slo: 'At most 99.9999.' })
    expect(checkProblems({ kind: 'promql', values: { name: 'Q', query: 'up' } })).toEqual({
      pass: 'Name a pass, fail or hold condition.',
    })
    expect(checkProblems({ kind: 'counters', values: { total: 'a', bad: 'b' } })).toEqual({ name: 'Needed.' })
  })
})
