import type { Binary, Matching } from './ast'
import { QueryError } from './query-error'
import { labelOf, labelsKey } from './series-store'
import type { Item, Value } from './value'

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
  atan2: Math.atan2,
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
}

/** A binary operation on values; throws execution errors for many-to-many matches, as Prometheus does. */
export function binary(node: Binary, left: Value, right: Value): Value {
  const { op, bool, matching } = node
  if (left.type === 'vector' && right.type === 'vector') {
    if (op === 'and' || op === 'or' || op === 'unless')
      return { type: 'vector', items: setOperation(op, left.items, right.items, matching) }
    return { type: 'vector', items: matchVectors(node, left.items, right.items) }
  }
  if (left.type === 'scalar' && right.type === 'scalar') {
    if (op in comparisons && !bool)
      throw new QueryError('bad_data', 'parse error: comparisons between scalars must use BOOL modifier')
    return { type: 'scalar', value: combine(op, true, left.value, right.value) ?? Number.NaN }
  }
  if (left.type === 'vector' && right.type === 'scalar') {
    const { value } = right
    return {
      type: 'vector',
      items: left.items.flatMap((item) =>
        derived(op, bool, item, combine(op, bool, item.value, value), item.value),
      ),
    }
  }
  if (left.type === 'scalar' && right.type === 'vector') {
    const { value } = left
    return {
      type: 'vector',
      items: right.items.flatMap((item) =>
        derived(op, bool, item, combine(op, bool, value, item.value), item.value),
      ),
    }
  }
  throw new QueryError(
    'bad_data',
    'parse error: binary expression must contain only scalar and instant vector types',
  )
}

/** The number that comes out; undefined where a comparison filters the element away. */
function combine(op: string, bool: boolean, a: number, b: number): number | undefined {
  const compare = comparisons[op]
  if (compare) return compare(a, b) ? (bool ? 1 : a) : bool ? 0 : undefined
  const compute = arithmetic[op]
  if (!compute) throw new QueryError('bad_data', `operator "${op}" is not supported by this server`)
  return compute(a, b)
}

/** A filtering comparison keeps the vector's own element, name and value; everything else drops the name. */
function derived(op: string, bool: boolean, item: Item, result: number | undefined, own: number): Item[] {
  if (result === undefined) return []
  if (op in comparisons && !bool) return [{ ...named(item), value: own }]
  return [{ labels: item.labels, value: result }]
}

function named({ name, labels }: Item): Pick<Item, 'name' | 'labels'> {
  return name === undefined ? { labels } : { name, labels }
}

function signature(item: Item, { on, labels }: Matching): string {
  if (on) return JSON.stringify(labels.map((label) => labelOf(item, label)))
  return labelsKey(
    undefined,
    Object.fromEntries(Object.entries(item.labels).filter(([label]) => !labels.includes(label))),
  )
}

function setOperation(op: 'and' | 'or' | 'unless', left: Item[], right: Item[], matching: Matching): Item[] {
  const keys = (items: Item[]): Set<string> => new Set(items.map((item) => signature(item, matching)))
  if (op === 'or') {
    const present = keys(left)
    return [...left, ...right.filter((item) => !present.has(signature(item, matching)))]
  }
  const other = keys(right)
  return left.filter((item) => other.has(signature(item, matching)) === (op === 'and'))
}

function matchVectors({ op, bool, matching }: Binary, left: Item[], right: Item[]): Item[] {
  const swapped = matching.card === 'one-to-many'
  const [many, one] = swapped ? [right, left] : [left, right]
  const single = new Map<string, Item>()
  for (const item of one) {
    const key = signature(item, matching)
    if (single.has(key)) {
      const side = swapped ? 'left' : 'right'
      throw new QueryError(
        'execution',
        `found duplicate series for the match group on the ${side} hand-side of the operation;many-to-many matching not allowed: matching labels must be unique on one side`,
      )
    }
    single.set(key, item)
  }
  const seen = new Set<string>()
  return many.flatMap((item) => {
    const key = signature(item, matching)
    const partner = single.get(key)
    if (!partner) return []
    const value = swapped
      ? combine(op, bool, partner.value, item.value)
      : combine(op, bool, item.value, partner.value)
    if (value === undefined) return []
    const result = matchedLabels(item, partner, matching)
    const resultKey = matching.card === 'one-to-one' ? key : labelsKey(undefined, result)
    if (seen.has(resultKey)) {
      throw new QueryError(
        'execution',
        'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
      )
    }
    seen.add(resultKey)
    const keepName =
      op in comparisons &&
      !bool &&
      item.name !== undefined &&
      !(matching.on && matching.card === 'one-to-one')
    return [{ ...(keepName ? { name: item.name } : {}), labels: result, value }]
  })
}

function matchedLabels(
  item: Item,
  partner: Item,
  { on, labels, card, include }: Matching,
): Record<string, string> {
  const entries = Object.entries(item.labels)
  if (card === 'one-to-one')
    return Object.fromEntries(entries.filter(([label]) => labels.includes(label) === on))
  const taken = include.map((label) => [label, labelOf(partner, label)] as const)
  return Object.fromEntries([
    ...entries.filter(([label]) => !include.includes(label)),
    ...taken.filter(([, value]) => value !== ''),
  ])
}
