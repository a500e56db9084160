import type { ReleaseRecord } from '../../domain/release/release'

/** A release in one glance, for rows and graph nodes. Steps count from one; bakes belong to their weight. */
export function releaseMark(release: ReleaseRecord): { id: string; state: string; step: number; of: number } {
  const weights = release.plan.steps.filter(({ kind }) => kind === 'weight').length
  const done = release.plan.steps
    .slice(0, release.stepIndex + 1)
    .filter(({ kind }) => kind === 'weight').length
  return { id: release.id, state: release.state, step: Math.min(Math.max(done, 1), weights), of: weights }
}
