import { DomainError } from '../errors'
import type { Rule, Split } from '../traffic/model'

/**
 * The weights that give the canary `percent` of what stable and canary hold together. Every other
 * destination keeps its share, so the rule's total does not change. Undefined when a side is missing. Throws
 * `unattainable` where weights are pods and no number of them is within half a point of the percent, and where a share
 * would be rounded away.
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
  if (percent > 0 && percent < 100 && shared > 0 && (moved === 0 || moved === shared))
    throw new DomainError(
      'unattainable',
      `${percent} % of a total weight of ${shared} rounds to ${moved === 0 ? 'nothing' : 'all of it'}. Give the rule a larger total first, such as 100.`,
    )
  return { [stable.key]: shared - moved, [canary.key]: moved }
}

const roundingError = 1e-6

/** The canary's percent of what stable and canary hold together; null when that is nothing or a side is missing. */
export function canaryPercent(rule: Rule, from: string, to: string): number | null {
  const weight = (version: string) =>
    rule.destinations.find((destination) => destination.version === version)?.weight
  const stable = weight(from)
  const canary = weight(to)
  if (stable === undefined || canary === undefined || stable + canary === 0) return null
  return (canary / (stable + canary)) * 100
}

/**
 * The smallest percent that gives the canary the weight that it has: a step's percent is rounded to whole weights, so
 * the live one may lie above it by up to half a weight. Null like `canaryPercent`.
 */
export function leastCanaryPercent(rule: Rule, from: string, to: string): number | null {
  const percent = canaryPercent(rule, from, to)
  if (percent === null) return null
  const shared = rule.destinations
    .filter(({ version }) => version === from || version === to)
    .reduce((sum, { weight }) => sum + weight, 0)
  return Math.max(0, percent - 50 / shared - roundingError)
}

/** Whether the rule already has these weights. */
export function hasWeights(rule: Rule, split: Split): boolean {
  return rule.destinations.every(
    (destination) => !Object.hasOwn(split, destination.key) || split[destination.key] === destination.weight,
  )
}
