import { DomainError } from '../../domain/errors'
import { movedSince } from '../../domain/release/moved-since'
import type { ReleaseRecord, ReleaseState } from '../../domain/release/release'
import type { Move } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { performMove } from '../traffic/perform-move'
import { beginVerb, withReason, type VerbInput } from './begin-verb'
import { liveView, onBehalf, presentRules, withOperations } from './place-release'
import type { ReleaseRule } from './release-rules'
import { transition } from './transition'

/** Ends of a release that leave the routes other than they were before it. */
const lasting: ReadonlySet<ReleaseState> = new Set(['promoted', 'failed'])
const mostLater = 100

/**
 * Puts the split back that the rules had before the release, as new operations. Throws `blocked` while another release of
 * the service is under way or has changed it since, `conflict` when somebody has moved the weights since.
 */
export async function undoRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await beginVerb(ctx, input, 'undo')
  await refuseLater(ctx, release)
  const rules = presentRules(ctx, await liveView(ctx, release), release)
  const moved = release.state === 'promoted' ? movedSince(release, rules) : undefined
  if (moved)
    throw new DomainError(
      'conflict',
      `${release.to} does not have all the traffic of the rule ${moved.name ?? moved.id} any more: somebody has moved it since. Move the weights by hand.`,
    )
  const operations: OperationRecord[] = []
  for (const entry of rules) {
    const move = moveBack(release, entry)
    if (!move) continue
    const { route } = entry
    operations.push(
      await performMove(onBehalf(ctx, release, undefined, 'undo'), {
        service: release.service,
        route: route.id,
        move,
        reason: input.reason ?? 'undo',
      }),
    )
  }
  const written = operations.filter(({ writes }) => writes.length > 0)
  if (written.some(({ outcome }) => outcome === 'unknown'))
    throw new DomainError('cluster-unavailable', 'It is not known yet whether the routes were put back.')
  const { change, event } = withOperations(release, written)
  return await transition(
    ctx,
    release,
    { ...change, state: 'undone', endedAt: (await ctx.ports.store.now()).toISOString() },
    {
      action: 'undo',
      words: input.reason ?? 'The routes are as they were before the release.',
      ...withReason(input),
      ...event,
    },
  )
}

async function refuseLater(ctx: ServiceContext, { id, service, endedAt }: ReleaseRecord): Promise<void> {
  const live = await ctx.ports.store.releases.live(service)
  if (live.some((other) => other.id !== id))
    throw new DomainError('blocked', 'Another release of this service is under way. Abort it first.')
  const { items } = await ctx.ports.store.releases.list({ service, state: [...lasting], limit: mostLater })
  const later = items.find(
    (other) =>
      other.id !== id &&
      lasting.has(other.state) &&
      Date.parse(other.startedAt ?? '') > Date.parse(endedAt ?? ''),
  )
  if (later)
    throw new DomainError(
      'blocked',
      `The release ${later.from} → ${later.to} was ${later.state} since: undo that one first, or move the weights by hand.`,
    )
}

/** Destinations that came with the release keep their place at weight 0. */
function moveBack(release: ReleaseRecord, { route, rule }: ReleaseRule): Move | undefined {
  const image = release.before.find((before) => before.route === route.id && before.rule === rule.id)
  if (!image) return undefined
  if (route.capabilities.weights && rule.fixed === undefined) {
    const keys = new Set(rule.destinations.map(({ key }) => key))
    const gone = Object.keys(image.weights).filter((key) => (image.weights[key] ?? 0) > 0 && !keys.has(key))
    if (gone.length > 0)
      throw new DomainError(
        'conflict',
        `The rule ${rule.name ?? rule.id} has no ${gone.join(', ')} any more: its split cannot be put back.`,
      )
    const weights = Object.fromEntries(
      rule.destinations.map(({ key }) => [
        key,
        Object.hasOwn(image.weights, key) ? (image.weights[key] ?? 0) : 0,
      ]),
    )
    const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
    return { kind: 'set-weights', rule: rule.id, weights, total }
  }
  const served = rule.destinations.find(({ key }) => (image.weights[key] ?? 0) > 0)
  return served?.version === undefined || served.percent > 0
    ? undefined
    : { kind: 'cut-over', to: served.version }
}
