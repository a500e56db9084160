import { isDomainError } from '../../domain/errors'
import type { Counted, CountersCheck, Interval } from '../../domain/judgement/check'
import { fillIn } from '../../domain/judgement/fill-in'
import type { MetricsSource } from '../../domain/ports'
import type { ReleaseRecord } from '../../domain/release/release'

interface Used {
  from: Date
  to: Date
}

/** Counts of the plan's `counters` checks, of the canary and, where it gets traffic, of the control's version. */
export async function measureCounters(
  metrics: MetricsSource,
  release: ReleaseRecord,
  used: Used,
  control: string | undefined,
): Promise<{ counters: Interval['counters']; complete: boolean }> {
  const checks = release.plan.checks.filter((check) => check.kind === 'counters')
  const found = await Promise.all(
    checks.map(async (check) => {
      const side = (version: string) =>
        countSide(metrics, check, (text) => filled(text, release, version), used)
      const counted = await orProblem(async () => {
        const [own, other] = await Promise.all([
          side(release.to),
          control === undefined ? undefined : side(control),
        ])
        return {
          entry: { canary: own.counted, ...(other ? { control: other.counted } : {}) },
          complete: own.complete && (other?.complete ?? true),
        }
      })
      return [check.name, counted] as const
    }),
  )
  return {
    counters: Object.fromEntries(
      found.map(([name, counted]) => [name, 'problem' in counted ? counted : counted.entry]),
    ),
    complete: found.every(([, counted]) => 'problem' in counted || counted.complete),
  }
}

async function countSide(
  metrics: MetricsSource,
  { total, bad }: CountersCheck,
  fill: (text: string) => string,
  { from, to }: Used,
): Promise<{ counted: Counted; complete: boolean }> {
  const [all, failed] = await Promise.all([
    metrics.grown(fill(total), from, to),
    metrics.grown(fill(bad), from, to),
  ])
  return {
    counted: { total: all.value, bad: failed.value },
    complete: all.complete && failed.complete,
  }
}

/** What the plan's `promql` checks answer at a moment. */
export async function readValues(
  metrics: MetricsSource,
  release: ReleaseRecord,
  at: Date,
): Promise<{ values: Interval['values']; complete: boolean }> {
  const checks = release.plan.checks.filter((check) => check.kind === 'promql')
  const found = await Promise.all(
    checks.map(async ({ name, query }) => {
      const read = await orProblem(() => metrics.value(filled(query, release, release.to), at))
      return [name, read] as const
    }),
  )
  return {
    values: Object.fromEntries(
      found.map(([name, read]) => [name, 'problem' in read ? read : { value: read.value }]),
    ),
    complete: found.every(([, read]) => 'problem' in read || read.complete),
  }
}

function filled(text: string, { from, service }: ReleaseRecord, version: string): string {
  return fillIn(text, { version, stable: from, namespace: service.namespace, service: service.name })
}

/** What one check cannot have is the problem of that check alone. */
export async function orProblem<T>(work: () => Promise<T>): Promise<T | { problem: string }> {
  try {
    return await work()
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { problem: error.message }
  }
}
