import type { ReleaseDto } from '@/lib/contracts/releases'

/** A running release by 50 %, in its first bake, for tests. */
export function releaseDto(change: Partial<ReleaseDto> = {}): ReleaseDto {
  return {
    id: 'r1',
    version: 3,
    state: 'running',
    service: { cluster: 'local', namespace: 'shop', name: 'checkout' },
    from: 'v1',
    to: 'v2',
    plan: {
      preset: 'linear',
      steps: [
        { kind: 'add-version' },
        { kind: 'weight', weight: 50 },
        { kind: 'bake', seconds: 300, minRequests: 500 },
        { kind: 'weight', weight: 100 },
      ],
      rules: [{ route: 'vs', rule: 'main' }],
      checks: [],
      settleSeconds: 10,
      onInconclusive: 'hold',
    },
    planHash: 'hash',
    attempt: 1,
    step: {
      index: 2,
      of: 4,
      kind: 'bake',
      since: '2026-01-01T12:00:00Z',
      until: '2026-01-01T12:05:00Z',
      requestsSeen: 7410,
      requestsWanted: 500,
    },
    weight: 50,
    next: 'go to 100 %',
    checks: [],
    approvals: [],
    operations: [],
    measurements: [],
    people: [],
    log: [{ at: '2026-01-01T12:00:00Z', kind: 'start', words: 'Started.', who: 'Ana' }],
    allowed: ['pause', 'promote', 'promote-full', 'abort', 'set-weight'],
    createdAt: '2026-01-01T11:59:00Z',
    startedAt: '2026-01-01T12:00:00Z',
    ...change,
  }
}
