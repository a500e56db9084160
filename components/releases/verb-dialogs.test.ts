import { describe, expect, it } from 'vitest'
import { chartWindow } from './chart-window'
import { releaseDto } from './release.fixture'
import { beforeLines, promoteAsks, verbDialog } from './verb-dialogs'
import type { ReleaseDto } from '@/lib/contracts/releases'

const operation = (before: unknown): ReleaseDto['operations'][number] => ({
  id: 'o',
  action: 'set-weights',
  outcome: 'applied',
  service: releaseDto().service,
  route: 'vs',
  rule: 'main',
  before,
  after: {},
  diff: [],
  writes: [],
  revision: 'r',
  findings: [],
  actor: { issuer: 'i', subject: 's', name: 'Ana' },
  undoable: true,
  at: '2026-01-01T12:00:00Z',
})

describe('verbDialog', () => {
  it('asks for the reason of a promote while holding', () => {
    const words = verbDialog(releaseDto({ state: 'holding', waitingFor: 'Metrics are gone.' }), 'promote')
    expect(words).toMatchObject({ reason: 'required', confirm: 'Promote: go to 100 %' })
    expect(words.description).toContain('Metrics are gone.')
  })
  it('shows the split that an undo puts back: the one before the first operation', () => {
    const operations = [
      operation({ weights: { v1: 100, v2: 0 } }),
      operation({ weights: { v1: 50, v2: 50 } }),
    ]
    expect(verbDialog(releaseDto({ operations }), 'undo').lines).toEqual(['Rule main: v1 100, v2 0'])
  })
  it('says it in general where no operation tells', () => {
    expect(beforeLines(releaseDto({ operations: [operation(null)] }))[0]).toContain('each version')
  })
})

describe('promoteAsks', () => {
  const verdict = (state: 'fail' | 'inconclusive') => ({
    verdict: { state, words: 'Success rate: 9 of 100.' },
  })
  it('asks for nothing while it runs and nothing fails', () => {
    expect(promoteAsks(releaseDto())).toBeNull()
    expect(promoteAsks(releaseDto(verdict('inconclusive')))).toBeNull()
  })
  it('wants a reason until the judge says pass', () => {
    const plan = { ...releaseDto().plan, checks: [{ name: 'Pods', kind: 'pods' }] }
    expect(promoteAsks(releaseDto({ plan }))).toBe('promote')
    expect(promoteAsks(releaseDto({ plan, ...verdict('inconclusive') }))).toBe('promote')
    expect(promoteAsks(releaseDto({ plan, verdict: { state: 'pass', words: '' } }))).toBeNull()
    expect(verbDialog(releaseDto({ plan, ...verdict('inconclusive') }), 'promote').description).toContain(
      '9 of 100',
    )
  })
  it('wants a reason while holding, and an override against a verdict or a missing approval', () => {
    expect(promoteAsks(releaseDto({ state: 'holding' }))).toBe('promote')
    expect(promoteAsks(releaseDto({ state: 'holding', ...verdict('fail') }))).toBe('override')
    const steps = [{ kind: 'approval', count: 2, expiresSeconds: 60 } as const]
    const waiting = releaseDto({
      plan: { ...releaseDto().plan, steps },
      step: { index: 0, of: 1, kind: 'approval' },
    })
    expect(promoteAsks(waiting)).toBe('override')
    expect(verbDialog(waiting, 'override')).toMatchObject({
      reason: 'required',
      description: 'It still waits for approval before it may go to 100 %: 0 of 2 approved.',
    })
  })
  it('says what the API said, where that is more', () => {
    expect(verbDialog(releaseDto(), 'override', 'Christmas: nothing goes on.').description).toContain(
      'Christmas',
    )
  })
  it('says the verdict that an override goes past', () => {
    expect(verbDialog(releaseDto(verdict('fail')), 'override').description).toContain('9 of 100')
  })
})

describe('chartWindow', () => {
  const start = Date.parse('2026-01-01T12:00:00Z')
  it('grows with the release', () => {
    expect(chartWindow(releaseDto(), start + 60_000)).toEqual({ window: '10m' })
    expect(chartWindow(releaseDto(), start + 40 * 60_000)).toEqual({ window: '1h' })
    expect(chartWindow(releaseDto(), start + 90 * 3_600_000)).toEqual({ window: '24h' })
  })
  it('is the time of a release that has ended, however long ago', () => {
    const ended = releaseDto({ endedAt: '2026-01-01T13:00:00Z' })
    expect(chartWindow(ended, start + 48 * 3_600_000)).toEqual({
      from: '2026-01-01T11:58:00Z',
      to: '2026-01-01T13:02:00Z',
    })
    const long = releaseDto({ endedAt: '2026-01-03T12:00:00Z' })
    expect(chartWindow(long, start + 72 * 3_600_000)).toEqual({
      from: '2026-01-02T12:02:00Z',
      to: '2026-01-03T12:02:00Z',
    })
  })
})
