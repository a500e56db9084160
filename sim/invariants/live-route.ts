import type { Route, Rule } from '@/lib/domain/traffic/model'
import { canaryPercent } from '@/lib/domain/release/weights'
import type { KubeObject } from '@/lib/domain/kube'
import { arrayOf, numberOf, objectOf } from '@/lib/domain/traffic/untyped'
import { istioRouter } from '@/lib/traffic/istio/router'
import { shop } from '../cluster/start-objects'
import type { World } from '../world'

/** The route as it stands on the server, read as the product reads it. */
export function liveRoute(world: World): Route | undefined {
  return istioRouter.readRoutes(world.truth.view, shop)[0]
}

/** The canary's percent in each rule that has both versions. */
export function livePercents(world: World): number[] {
  const own = (liveRoute(world)?.rules ?? []).filter((rule) => rule.madeBy === undefined)
  return own.flatMap((rule) => canaryPercent(rule, 'v1', 'v2') ?? [])
}

/** What Aviary made for a release and takes away again: matches of its own, copies to the canary. */
export function leftovers(world: World): string[] {
  const rules: readonly Rule[] = liveRoute(world)?.rules ?? []
  return rules.flatMap((rule) => [
    ...(rule.madeBy === undefined ? [] : [`match ${rule.madeBy}`]),
    ...rule.mirrors.filter(({ to }) => to === 'v2').map(({ percent }) => `mirror of ${percent} %`),
  ])
}

/** Sum of the weights of each rule of a VirtualService by its name, as written. */
export function totals(object: KubeObject | undefined): Map<string, number> {
  return new Map(
    arrayOf(objectOf(object?.spec).http).map((entry) => {
      const rule = objectOf(entry)
      const sum = arrayOf(rule.route).reduce<number>(
        (total, destination) => total + (numberOf(objectOf(destination).weight) ?? 0),
        0,
      )
      return [String(rule.name), sum]
    }),
  )
}

/** The canary's percent by rule name, as one version of the object has it. */
export function percentsOf(object: KubeObject | undefined): Map<string, number> {
  const entries = arrayOf(objectOf(object?.spec).http).flatMap((entry): [string, number][] => {
    const rule = objectOf(entry)
    const weight = (version: string) =>
      numberOf(
        objectOf(arrayOf(rule.route).find((each) => objectOf(objectOf(each).destination).subset === version))
          .weight,
      )
    const [stable, canary] = [weight('v1'), weight('v2')]
    if (stable === undefined || canary === undefined || stable + canary === 0) return []
    return [[String(rule.name), (canary / (stable + canary)) * 100]]
  })
  return new Map(entries)
}
