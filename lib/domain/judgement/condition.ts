import { DomainError } from '../errors'

type Condition = (value: number) => boolean

const token = /\s*(<=|>=|==|!=|<|>|and\b|or\b|[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/giy

const comparisons: Record<string, (value: number, limit: number) => boolean> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '==': (value, limit) => value === limit,
  '!=': (value, limit) => value !== limit,
}

/**
 * Reads a condition on one number: comparisons such as `< 0.5`, joined by `and`, which binds first, and `or`. Throws
 * `invalid` with what is wrong.
 */
export function parseCondition(text: string): Condition {
  const words = wordsOf(text)
  const alternatives = splitBy(words, 'or').map((part) =>
    splitBy(part, 'and').map((comparison) => comparisonOf(comparison, text)),
  )
  return (value) => alternatives.some((all) => all.every((holds) => holds(value)))
}

function comparisonOf([operator, limit, ...rest]: readonly string[], text: string): Condition {
  const compare =
    operator !== undefined && Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined
  const number = Number(limit)
  if (compare === undefined || limit === undefined || Number.isNaN(number) || rest.length > 0)
    throw new DomainError('invalid', `"${text}" is not a condition such as "< 0.5" or ">= 99 and < 101".`)
  return (value) => compare(value, number)
}

function wordsOf(text: string): string[] {
  const words: string[] = []
  token.lastIndex = 0
  const end = text.trimEnd().length
  while (token.lastIndex < end) {
    const from = token.lastIndex
    const found = token.exec(text)?.[1]
    if (found === undefined)
      throw new DomainError(
        'invalid',
        `"${text}" is not a condition: "${text.slice(from).trim()}" is not understood.`,
      )
    words.push(found.toLowerCase())
  }
  return words
}

function splitBy(words: readonly string[], separator: string): string[][] {
  const parts: string[][] = [[]]
  for (const word of words) {
    if (word === separator) parts.push([])
    else parts.at(-1)?.push(word)
  }
  return parts
}
