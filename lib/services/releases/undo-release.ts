import { DomainError } from '../../domain/errors'
import type { ReleaseRecord } from '../../domain/release/release'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { performMove } from '../traffic/perform-move'
import { onBehalf } from './move-release'
import { rulesOf } from './release-rules'
import type { VerbInput } from './release-verbs'
import { requireRelease, requireVerb } from './require-release'
import { transition } from './transition'

const decided = async () => {
  /* the verb undo has decided */
}

/** Puts the weights back that the rules had before the release, as new operations. */
export async function undoRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await requireRelease(ctx, input.id)
  await authorise(ctx, 'undo', scopeOf(release.service))
  requireVerb(release, 'undo')
  const view = requireView(ctx, release.service.cluster)
  const { rules, missing } = rulesOf(ctx.ports, view, release)
  if (missing.length > 0) throw new DomainError('conflict', `These rules are gone: ${missing.join(', ')}.`)
  const operations: OperationRecord[] = []
  for (const { route, rule } of rules) {
    const weights =
      release.before.find((image) => image.route === route.id && image.rule === rule.id)?.weights ?? {}
    const known = Object.fromEntries(
      rule.destinations.map(({ key }) => [key, Object.hasOwn(weights, key) ? weights[key] : 0]),
    )
    const target = Object.fromEntries(Object.entries(known).map(([key, weight]) => [key, weight ?? 0]))
    const total = Object.values(target).reduce((sum, weight) => sum + weight, 0)
    operations.push(
      await performMove(
        onBehalf(ctx, release),
        {
          service: release.service,
          route: route.id,
          move: { kind: 'set-weights', rule: rule.id, weights: target, total },
          reason: input.reason ?? 'undo',
        },
        decided,
      ),
    )
  }
  const written = operations.filter(({ writes }) => writes.length > 0)
  const last = written.at(-1)?.id
  return await transition(
    ctx,
    release,
    {
      state: 'undone',
      endedAt: (await ctx.ports.store.now()).toISOString(),
      operations: [...release.operations, ...written.slice(0, -1).map(({ id }) => id)],
    },
    {
      action: 'undo',
      words: input.reason ?? 'The routes are as they were before the release.',
      ...(last === undefined ? {} : { operation: last }),
    },
  )
}
