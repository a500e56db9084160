import type { ReleaseRecord } from '@/lib/domain/release/release'
import type { World } from '../world'
import type { Invariant } from './invariant'
import { lastVerdict } from './last-verdict'
import { leftovers, liveRoute, livePercents } from './live-route'

/** When the trouble is over a release ends, or waits and says for what. */
export const comesToRest: Invariant = {
  name: 'comes-to-rest',
  watch: (world, facts) => ({
    onTransition: ({ after, before }) =>
      after.state === 'promoted' && before?.state !== 'promoted' ? promotedStands(world) : undefined,
    atEnd: () => {
      const release = facts.release()
      if (!release) return 'no release could be made'
      const { state, waitingFor, plan, stepIndex } = release
      const words = `${state} at step ${stepIndex} (${plan.steps[stepIndex]?.kind ?? 'end'})`
      switch (state) {
        case 'draft':
        case 'aborted':
        case 'undone':
        case 'promoted':
        case 'failed':
          return undefined
        case 'holding':
          if (isOver(world, release)) return `${words} because of ${release.holdCause ?? ''}, which is over`
          return (waitingFor ?? '') === '' ? `${words}, and does not say what it waits for` : undefined
        case 'paused':
        case 'awaiting-approval':
          return (waitingFor ?? '') === '' ? `${words}, and does not say what it waits for` : undefined
        case 'running':
          return mayWait(release, world.scenario.canary) ? undefined : `${words} for ever`
        case 'promoting':
        case 'aborting':
          return `${words} for ever`
      }
    },
  }),
}

/** A bake or an analysis may wait for requests that never come. */
function mayWait({ plan, stepIndex }: ReleaseRecord, canary: string): boolean {
  const step = plan.steps[stepIndex]
  if (step?.kind === 'bake') return canary === 'idle' && step.minRequests > 0
  return step?.kind === 'analysis' && (plan.onInconclusive === 'wait' || step.timeoutSeconds > 600)
}

/** At that moment the canary has everything; kubectl may have been there in between, which is drift and not this. */
function promotedStands(world: World): string | undefined {
  const last = world.server.history.findLast(({ key }) => key.startsWith('VirtualService/'))
  if (last?.manager !== 'aviary') return undefined
  const percent = Math.min(100, ...livePercents(world))
  const left = leftovers(world)
  if (percent < 100) return `promoted, and the canary has ${percent} %`
  return left.length > 0 ? `promoted, and ${left.join(', ')} is still there` : undefined
}

/** Metrics are back and the cluster refuses nothing: what holds for those goes on by itself. */
function isOver(world: World, { id, holdCause, attempt }: ReleaseRecord): boolean {
  if (holdCause === 'metrics') return true
  // Without traffic a check may pass and the requests that the step wants are missing all the same.
  if (holdCause === 'inconclusive')
    return world.scenario.canary !== 'idle' && lastVerdict(world, id, attempt) === 'pass'
  const rules = (liveRoute(world)?.rules ?? []).filter(({ madeBy }) => madeBy === undefined)
  return holdCause === 'refused' && livePercents(world).length === rules.length
}
