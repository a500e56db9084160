import { describe, expect, it } from 'vitest'
import { chartWindow } from './chart-window'
import { releaseDto } from './release.fixture'
import { beforeLines, verbDialog } from './verb-dialogs'
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

describe('chartWindow', () => {
  const start = Date.parse('2026-01-01T12:00:00Z')
  it('grows with the release', () => {
    expect(chartWindow(releaseDto(), start + 60_000)).toBe('10m')
    expect(chartWindow(releaseDto(), start + 40 * 60_000)).toBe('1h')
    expect(chartWindow(releaseDto(), start + 90 * 3_600_000)).toBe('24h')
  })
  it('is none for a release that ended long ago', () => {
    expect(chartWindow(releaseDto({ endedAt: '2026-01-01T13:00:00Z' }), start + 48 * 3_600_000)).toBeNull()
  })
})
