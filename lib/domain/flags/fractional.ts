import { arrayOf, isObject, numberOf } from '../traffic/untyped'

/**
 * Percent of each variant when the targeting is nothing but flagd's `fractional` operation over literal variants and
 * weights; undefined for any other rule. Weights are relative, and 1 where none is given:
 * https://flagd.dev/reference/custom-operations/fractional-operation/
 */
export function fractionalShares(
  targeting: unknown,
  variants: ReadonlySet<string>,
): Record<string, number> | undefined {
  if (!isObject(targeting) || Object.keys(targeting).length !== 1) return undefined
  const parts = arrayOf(targeting.fractional)
  // The first entry may say by what users are told apart.
  const entries = Array.isArray(parts[0]) ? parts : parts.slice(1)
  const weights = new Map<string, number>()
  for (const entry of entries) {
    const [variant, weight = 1, ...more] = arrayOf(entry)
    const number = numberOf(weight)
    if (typeof variant !== 'string' || !variants.has(variant) || more.length > 0) return undefined
    if (number === undefined || number < 0) return undefined
    weights.set(variant, (weights.get(variant) ?? 0) + number)
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  if (total <= 0) return undefined
  return Object.fromEntries([...weights].map(([name, weight]) => [name, percent(weight / total)]))
}

const percent = (share: number) => Math.round(share * 10_000) / 100
