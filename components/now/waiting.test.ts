import { describe, expect, it } from 'vitest'
import { releaseDto } from '@/components/releases/release.fixture'
import type { OperationDto } from '@/lib/contracts/moves'
import { waitingFor } from './waiting'

const now = Date.parse('2026-01-01T13:00:00Z')
const operation = (outcome: OperationDto['outcome']): OperationDto => ({
  id: 'o1',
  action: 'set-weights',
  outcome,
  service: { cluster: 'local', namespace: 'shop', name: 'cart' },
  before: {},
  after: {},
  diff: [],
  writes: [],
  revision: 'r',
  findings: [],
  actor: { issuer: 'i', subject: 's', name: 'Otto' },
  undoable: false,
  at: '2026-01-01T11:00:00Z',
})

describe('waitingFor', () => {
  it('leaves out what moves by itself', () => {
    expect(
      waitingFor([releaseDto(), releaseDto({ state: 'promoted' })], [operation('applied')], now),
    ).toEqual([])
  })
  it('says why a release holds and who paused one', () => {
    const log = [{ at: '2026-01-01T12:10:00Z', kind: 'pause', words: 'Paused.', who: 'Otto' }]
    const waiting = waitingFor(
      [
        releaseDto({ id: 'a', state: 'holding', waitingFor: 'Metrics are gone.' }),
        releaseDto({ id: 'b', state: 'paused', log }),
      ],
      [],
      now,
    )
    expect(waiting.map(({ kind, words }) => [kind, words])).toEqual([
      ['holding', 'Metrics are gone.'],
      ['paused', 'Paused by Otto; waits for Resume.'],
    ])
  })
  it('says that a move by hand paused it', () => {
    const log = [{ at: '2026-01-01T12:10:00Z', kind: 'set-weight', words: 'Moved.', who: 'Otto' }]
    expect(waitingFor([releaseDto({ state: 'paused', log })], [], now)[0]?.words).toBe(
      'Paused, since the weight was moved by Otto.',
    )
  })
  it('puts the longest wait first and links unknown operations', () => {
    const waiting = waitingFor([releaseDto({ state: 'holding' })], [operation('unknown')], now)
    expect(waiting.map(({ kind, href }) => [kind, href])).toEqual([
      ['unknown', '/services/local/shop/cart'],
      ['holding', '/releases/r1'],
    ])
  })
  it('shows failed aborts for a week', () => {
    const failed = (endedAt: string) => waitingFor([releaseDto({ state: 'failed', endedAt })], [], now).length
    expect(failed('2026-01-01T12:00:00Z')).toBe(1)
    expect(failed('2025-12-20T12:00:00Z')).toBe(0)
  })
})
