import type { ClusterTrouble } from './cluster/client'
import type { StartCluster } from './cluster/start-objects'
import type { Random } from './kernel/random'
import type { Behaviour } from './metrics/traffic'
import type { StoreTrouble } from './store/sim-store'

export type CanaryKind = 'fine' | 'failing' | 'idle'

/** Everything about one schedule that its seed decides before it begins. */
export interface Scenario {
  canary: CanaryKind
  traffic: Behaviour
  start: StartCluster
  /** As the API takes it. */
  plan: Record<string, unknown>
  stickiness: number
  /** Milliseconds that a watch may be behind at worst. */
  worstLag: number
  cluster: ClusterTrouble
  store: StoreTrouble
  /** Means, milliseconds of the world's time; Infinity for never. */
  every: {
    crash: number
    stall: number
    jump: number
    drift: number
    denial: number
    metrics: number
    pods: number
    person: number
  }
  /** How long there is trouble, milliseconds. */
  troubleMs: number
  /** A freeze window, milliseconds since the beginning. */
  freeze?: { from: number; to: number }
}

/** A schedule of its own for each seed; many have no trouble of one kind, so that what remains stands out. */
export function scenarioOf(random: Random): Scenario {
  const canary = random.weighted<CanaryKind>({ fine: 6, failing: 3, idle: 1 })
  const sometimes = (share: number, value: () => number) => (random.chance(share) ? value() : 0)
  const often = (share: number, low: number, high: number) =>
    random.chance(share) ? random.int(low, high) : Infinity
  return {
    canary,
    traffic: {
      requestsPerSecond: canary === 'idle' ? 0 : random.pick([40, 200, 600]),
      failing: { v1: 0.001, v2: canary === 'failing' ? random.pick([0.05, 0.3, 1]) : 0.001 },
      slow: { v1: 0.01, v2: 0.01 },
    },
    start: {
      canaryThere: random.chance(0.6),
      total: random.pick([100, 100, 100, 20]),
      third: random.chance(0.25) ? 10 : 0,
      secondRule: random.chance(0.3),
    },
    plan: planOf(random),
    stickiness: random.pick([0, 0.5, 0.9]),
    worstLag: random.pick([600, 4000, 20_000]),
    cluster: {
      unavailable: sometimes(0.4, () => 0.03),
      busy: sometimes(0.3, () => 0.03),
      denied: sometimes(0.3, () => 0.04),
      rejected: sometimes(0.3, () => 0.03),
      lost: sometimes(0.6, () => random.pick([0.05, 0.2])),
      statusRace: sometimes(0.5, () => random.pick([0.1, 0.4])),
    },
    store: {
      away: sometimes(0.4, () => random.pick([0.005, 0.03])),
      lostCommit: sometimes(0.3, () => 0.02),
    },
    every: {
      crash: often(0.7, 10_000, 90_000),
      stall: often(0.6, 20_000, 120_000),
      jump: often(0.4, 20_000, 120_000),
      drift: often(0.5, 15_000, 120_000),
      denial: often(0.3, 40_000, 160_000),
      metrics: often(0.5, 20_000, 120_000),
      pods: often(0.3, 30_000, 160_000),
      person: often(0.8, 6000, 60_000),
    },
    troubleMs: random.int(60_000, 240_000),
    ...freezeOf(random),
  }
}

const checks = [
  { kind: 'success-rate', maxRatio: 2, slo: 99 },
  { kind: 'success-rate', maxRatio: 3 },
  { kind: 'all-succeed', minRequests: 20 },
  { kind: 'latency', thresholdMs: 500, maxRatio: 2, slo: 95 },
  { kind: 'promql', name: 'saturation', query: 'saturation{version=$version}', pass: '< 2', fail: '> 5' },
] as const

const when = [{ header: 'x-canary', exact: 'yes' }]

function planOf(random: Random): Record<string, unknown> {
  const common = {
    bake: random.pick(['5s', '15s', '30s']),
    minRequests: random.pick([0, 0, 50]),
    timeout: random.pick(['40s', '120s']),
    onInconclusive: random.pick(['hold', 'hold', 'wait']),
    settle: random.pick(['0s', '10s']),
    ...(random.chance(0.15) ? { checks: [] } : {}),
    ...(random.chance(0.1) ? { approvals: { count: 1 } } : {}),
  }
  switch (random.weighted({ linear: 5, exponential: 1, green: 1, dark: 2, mirror: 3, ab: 1, steps: 3 })) {
    case 'linear':
      return { preset: 'linear', step: random.pick([20, 34, 50]), ...common }
    case 'exponential':
      return { preset: 'exponential', first: 10, factor: 3, ...common }
    case 'green':
      return { preset: 'blue-green', ...(random.chance(0.5) ? { preview: when } : {}), ...common }
    case 'dark':
      return { preset: 'dark-launch', when, step: 50, ...common }
    case 'mirror':
      return { preset: 'mirror-first', percent: random.pick([20, 100]), step: 50, ...common }
    case 'ab':
      return { preset: 'ab', when, for: '20s', ...common }
    case 'steps':
      return {
        ...ownSteps(random),
        settle: common.settle,
        onInconclusive: common.onInconclusive,
      }
  }
}

/** Steps that somebody wrote by hand, judged or not: rising weights with whatever between them. */
function ownSteps(random: Random): Record<string, unknown> {
  const judged = random.chance(0.8)
  const bake = () => [{ kind: 'bake', for: `${random.int(5, 30)}s`, minRequests: random.pick([0, 0, 30]) }]
  const between = () =>
    random.pick([
      bake(),
      judged ? [{ kind: 'analysis', timeout: '60s', minRequests: 20 }] : bake(),
      [{ kind: 'approval', count: 1, expires: random.pick(['60s', '1h']) }],
      [],
    ])
  const weights = [5, 10, 25, 50, 80, 100].filter(() => random.chance(0.5))
  const rising = weights.length > 0 ? weights : [50]
  const mirrors = [{ kind: 'mirror', percent: 50 }, ...between(), { kind: 'mirror', percent: 0 }]
  return {
    steps: [
      ...(random.chance(0.3) ? mirrors : []),
      ...rising.flatMap((weight) => [{ kind: 'weight', weight }, ...between()]),
    ],
    checks: judged ? [random.pick(checks)] : [],
  }
}

function freezeOf(random: Random): Pick<Scenario, 'freeze'> {
  if (random.chance(0.85)) return {}
  const from = random.int(0, 90_000)
  return { freeze: { from, to: from + random.int(20_000, 120_000) } }
}
