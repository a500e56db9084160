import { DomainError } from '../errors'
import type { Rule, Split } from '../traffic/model'

/**
 * The weights that give the canary `percent` of what stable and canary hold together. Every other
 * destination keeps its share, so the rule's total does not change. Undefined when a side is missing. Throws
 * `unattainable` where weights are pods and no number of them is within half a point of the percent.
 */
export function releaseWeights(rule: Rule, from: string, to: string, percent: number): Split | undefined {
  const stable = rule.destinations.find((destination) => destination.version === from)
  const canary = rule.destinations.find((destination) => destination.version === to)
  if (!stable || !canary) return undefined
  const shared = stable.weight + canary.weight
  const moved = Math.round((shared * percent) / 100)
  const off = shared === 0 ? 0 : Math.abs((moved / shared) * 100 - percent)
  if (rule.attainable !== undefined && off > 0.5)
    throw new DomainError('unattainable', `${percent} % of ${shared} pods is no whole number of pods.`, {
      nearest: { [stable.key]: shared - moved, [canary.key]: moved },
    })
  return { [stable.key]: shared - moved, [canary.key]: moved }
}

/** The canary's percent of what stable and canary hold together; null when that is nothing or a side is missing. */
export function canaryPercent(rule: Rule, from: string, to: string): number | null {
  const weight = (version: string) =>
    rule.destinations.find((destination) => destination.version === version)?.weight
  const stable = weight(from)
  const canary = weight(to)
  if (stable === undefined || canary === undefined || stable + canary === 0) return null
  return (canary / (stable + canary)) * 100
}

/** Whether the rule already has these weights. */
export function hasWeights(rule: Rule, split: Split): boolean {
  return rule.destinations.every(
    (destination) => !Object.hasOwn(split, destination.key) || split[destination.key] === destination.weight,
  )
}
