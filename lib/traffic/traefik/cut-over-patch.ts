import { DomainError } from '@/lib/domain/errors'
import { objectKey, refOf, type KubeObject } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { patchWrite } from '../planned-writes'
import { requireMovable, type RouteContext } from './rule-context'
import type { RoutedRule } from './rules-of-route'
import type { Split } from './service-tree'
import { weightPatch } from './weight-patch'

/**
 * Gives one version all that the service's versions have in each rule; destinations of others keep their share. Rules
 * of match moves stay. Throws `missing-destination` where a rule lacks the version, `invalid` where nothing can be had.
 */
export function planCutOver({ rules, resolver }: RouteContext, to: string): PlannedWrite[] {
  const moved = new Map<Split, readonly number[]>()
  for (const routed of rules.filter(({ rule }) => rule.madeBy === undefined)) {
    requireMovable(routed)
    const weights = cutOverWeights(routed, to, (index) => {
      const child = routed.way.split?.children[index]
      return (
        child !== undefined &&
        (resolver.versionOf(child.tree) !== undefined || resolver.isBacking(child.entry))
      )
    })
    // Several rules may share one TraefikService.
    if (routed.way.split !== undefined) moved.set(routed.way.split, weights)
  }
  const patches = new Map<string, { object: KubeObject; splits: [Split, readonly number[]][] }>()
  for (const [split, weights] of moved) {
    const { object } = split.list
    const key = objectKey(refOf(object))
    const known = patches.get(key) ?? { object, splits: [] }
    patches.set(key, { object, splits: [...known.splits, [split, weights]] })
  }
  return [...patches.values()].flatMap(({ object, splits }) =>
    patchWrite(
      object,
      splits.flatMap(([split, weights]) => weightPatch(split, weights)),
    ),
  )
}

function cutOverWeights({ rule }: RoutedRule, to: string, isOwn: (index: number) => boolean): number[] {
  const chosen = rule.destinations.findIndex(({ version }) => version === to)
  if (chosen < 0) {
    throw new DomainError(
      'missing-destination',
      `Rule ${rule.id} has no destination of version ${to}. Add the version to it first.`,
    )
  }
  const own = rule.destinations.filter((_, index) => isOwn(index) || index === chosen)
  const sum = own.reduce((total, { weight }) => total + weight, 0)
  if (sum === 0 && rule.total > 0) {
    throw new DomainError('invalid', `In rule ${rule.id} no version of this service has any weight to move.`)
  }
  return rule.destinations.map((destination, index) => {
    if (index === chosen) return sum === 0 ? 100 : sum
    return own.includes(destination) ? 0 : destination.weight
  })
}
