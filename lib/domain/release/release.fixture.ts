import type { Plan, ReleaseRecord } from './release'
import type { Step } from './step'

export const startedAt = Date.parse('2030-01-01T00:00:00Z')

export const planOf = (steps: readonly Step[], change: Partial<Plan> = {}): Plan => ({
  steps: [...steps],
  rules: [],
  checks: [],
  settleSeconds: 10,
  onInconclusive: 'hold',
  ...change,
})

/** A release of v1 to v2 that runs since `startedAt`. */
export const releaseOf = (plan: Plan, change: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  id: 'r',
  version: 1,
  state: 'running',
  service: { cluster: 'c', namespace: 'n', name: 's' },
  from: 'v1',
  to: 'v2',
  plan,
  planHash: '',
  attempt: 1,
  stepIndex: 0,
  stepSince: new Date(startedAt).toISOString(),
  stepServedSeconds: 0,
  before: [],
  expected: [],
  approvals: [],
  operations: [],
  log: [],
  createdAt: new Date(startedAt).toISOString(),
  ...change,
})
