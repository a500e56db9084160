import { describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import type { ObservedDto, VerificationDto } from '@/lib/contracts/services'
import { isOver, observe, ticksOf } from './apply-progress'

const operation: OperationDto = {
  id: 'op-1',
  action: 'set-weights',
  outcome: 'applied',
  service: { cluster: 'eu', namespace: 'shop', name: 'checkout' },
  route: 'vs',
  rule: 'main',
  before: null,
  after: null,
  diff: [],
  writes: [],
  revision: 'b',
  findings: [],
  actor: { issuer: 'i', subject: 's', name: 'Ana' },
  undoable: true,
  at: '2026-01-01T10:00:00Z',
  finishedAt: '2026-01-01T10:00:01Z',
}

function reading(state: VerificationDto['state'], at: string): { observed: ObservedDto } {
  const verification = { state, reason: 'because', requestsSeen: 10 }
  return {
    observed: {
      window: 60,
      at,
      source: 'istio',
      age: 1,
      stale: false,
      versions: [],
      rules: [{ route: 'vs', rule: 'main', versions: [], verification }],
      verification,
    },
  }
}
const states = (op: OperationDto, seen: Parameters<typeof ticksOf>[1]) =>
  ticksOf(op, seen).map(({ state }) => state)

describe('apply progress', () => {
  it('does not take a reading from before the write for a verification', () => {
    const seen = observe({}, operation, reading('verified', '2026-01-01T10:00:00Z'))
    expect(seen).toEqual({})
    expect(states(operation, seen)).toEqual(['done', 'done', 'waiting', 'waiting'])
  })
  it('goes from converging to verified with the times of both', () => {
    const first = observe({}, operation, reading('converging', '2026-01-01T10:00:05Z'))
    const second = observe(first, operation, reading('verified', '2026-01-01T10:00:20Z'))
    expect(isOver(operation, first)).toBe(false)
    expect(isOver(operation, second)).toBe(true)
    expect(ticksOf(operation, second).map(({ at }) => at)).toEqual([
      '2026-01-01T10:00:00Z',
      '2026-01-01T10:00:01Z',
      '2026-01-01T10:00:05Z',
      '2026-01-01T10:00:20Z',
    ])
  })
  it('answers the same object when there is nothing new', () => {
    const first = observe({}, operation, reading('converging', '2026-01-01T10:00:05Z'))
    expect(observe(first, operation, reading('converging', '2026-01-01T10:00:06Z'))).toBe(first)
    expect(observe(first, operation, undefined)).toBe(first)
  })
  it('shows a split that is off and goes on looking', () => {
    const seen = observe({}, operation, reading('off', '2026-01-01T10:00:05Z'))
    expect(states(operation, seen)).toEqual(['done', 'done', 'wrong', 'waiting'])
    expect(isOver(operation, seen)).toBe(false)
  })
  it('ends where nothing can be verified', () => {
    expect(isOver(operation, observe({}, operation, reading('unverifiable', '2026-01-01T10:00:05Z')))).toBe(
      true,
    )
  })
  it('waits for an outcome that is not known, and ends at a failure', () => {
    expect(states({ ...operation, outcome: 'unknown' }, {})).toEqual([
      'done',
      'waiting',
      'waiting',
      'waiting',
    ])
    const failed = { ...operation, outcome: 'failed' as const }
    expect(states(failed, {})).toEqual(['done', 'wrong', 'waiting', 'waiting'])
    expect(isOver(failed, {})).toBe(true)
  })
})
