import { DomainError, type FieldProblem } from '../errors'

/** One destination as the arithmetic sees it. */
export interface SplitEntry {
  key: string
  weight: number
}

/** What a caller asks for; the values are checked here and may be anything. */
export interface SplitRequest {
  weights: Readonly<Record<string, unknown>>
  total?: number | undefined
}

const LARGEST_WEIGHT = 1_000_000
const TOTAL_OF_NOTHING = 100

/** weight / total as a percentage; 0 where nothing is weighted. */
export function percentOf(weight: number, total: number): number {
  return total > 0 ? (weight / total) * 100 : 0
}

/** Sum of the weights. */
export function totalOf(entries: readonly { weight: number }[]): number {
  return entries.reduce((sum, { weight }) => sum + weight, 0)
}

/**
 * The weight of every destination after a move, by index (API.md, `PUT …/weights`): named ones take what was asked,
 * the others keep theirs, rescaled by largest remainder when `total` changes. Throws `invalid` naming each field.
 */
export function applySplit(entries: readonly SplitEntry[], request: SplitRequest): number[] {
  const present = totalOf(entries)
  const total = request.total ?? (present > 0 ? present : TOTAL_OF_NOTHING)
  const named = new Map<string, number>()
  const problems: FieldProblem[] = []
  if (!Number.isSafeInteger(total) || total < 1) {
    problems.push({ path: 'total', message: 'must be a whole number of at least 1' })
  }
  const known = new Set(entries.map(({ key }) => key))
  for (const [key, weight] of Object.entries(request.weights)) {
    const message = known.has(key) ? problemOfWeight(weight) : 'is not a destination of this rule'
    if (message !== undefined) problems.push({ path: `weights.${key}`, message })
    else if (typeof weight === 'number') named.set(key, weight)
  }
  if (problems.length > 0) throw new DomainError('invalid', describe(problems), { fields: problems })

  const unnamed = entries.filter(({ key }) => !named.has(key))
  const kept = total === present ? unnamed.map(({ weight }) => weight) : rescale(unnamed, total, present)
  const rest = new Map(unnamed.map(({ key }, index) => [key, kept[index] ?? 0]))
  const result = entries.map(({ key }) => named.get(key) ?? rest.get(key) ?? 0)
  requireTotal(result, total, kept)
  return result
}

function problemOfWeight(weight: unknown): string | undefined {
  if (typeof weight !== 'number' || !Number.isInteger(weight)) return 'must be a whole number'
  if (weight < 0) return 'must not be negative'
  if (weight > LARGEST_WEIGHT) return `must be at most ${LARGEST_WEIGHT}`
  return undefined
}

function requireTotal(result: readonly number[], total: number, kept: readonly number[]): void {
  const sum = result.reduce((a, b) => a + b, 0)
  if (sum === total) return
  const others = kept.reduce((a, b) => a + b, 0)
  const message =
    kept.length === 0
      ? `the weights sum to ${sum} and must sum to ${total}`
      : `the weights sum to ${sum}, of which destinations not named keep ${others}, and must sum to ${total}`
  throw new DomainError('invalid', sentence(message), { fields: [{ path: 'weights', message }] })
}

/** Weights on another scale: together the nearest whole number of their share, divided by largest remainder. */
function rescale(entries: readonly SplitEntry[], total: number, present: number): number[] {
  if (present === 0) return entries.map(() => 0)
  const quotas = entries.map(({ weight }) => (weight * total) / present)
  const result = quotas.map(Math.floor)
  const target = Math.round((totalOf(entries) * total) / present)
  const missing = target - result.reduce((a, b) => a + b, 0)
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - Math.floor(quota) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, Math.max(0, missing))) result[index] = (result[index] ?? 0) + 1
  return result
}

function describe(problems: readonly FieldProblem[]): string {
  return sentence(problems.map(({ path, message }) => `${path} ${message}`).join('; '))
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
