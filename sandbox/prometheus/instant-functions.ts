import type { Call, Expr } from './ast'
import { sortItems } from './aggregate'
import { histogramQuantile } from './histogram-quantile'
import { anchored } from './matcher'
import { QueryError } from './query-error'
import { labelOf } from './series-store'
import type { Item, Value } from './value'
import { scalarOf, vectorOf } from './value'

/** Functions of each value by itself; further arguments are scalars. */
const mapped: Readonly<Record<string, (value: number, a?: number, b?: number) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  sgn: Math.sign,
  clamp: (value, low = Number.NaN, high = Number.NaN) => Math.max(low, Math.min(high, value)),
  clamp_min: (value, low = Number.NaN) => Math.max(low, value),
  clamp_max: (value, high = Number.NaN) => Math.min(high, value),
  // Prometheus multiplies by the inverse, which keeps 0.001 exact.
  round: (value, to = 1) => Math.floor(value * (1 / to) + 0.5) / (1 / to),
}

/** The functions that take no range vector. `values` are the evaluated arguments. */
export function instantFunction(call: Call, values: readonly Value[], time: number): Value {
  const [first, second] = values
  const map = Object.hasOwn(mapped, call.name) ? mapped[call.name] : undefined
  if (map) {
    const [a, b] = values.slice(1).map(scalarOf)
    const items = vectorOf(first, `call to function "${call.name}"`)
    if (call.name === 'clamp' && (a ?? 0) > (b ?? 0)) return vector([])
    return vector(items.map(({ labels, value }) => ({ labels, value: map(value, a, b) })))
  }
  const items = (value: Value | undefined): Item[] => vectorOf(value, `call to function "${call.name}"`)
  switch (call.name) {
    case 'time':
      return { type: 'scalar', value: time / 1000 }
    case 'vector':
      return vector([{ labels: {}, value: scalarOf(first) }])
    case 'scalar': {
      const [only, ...rest] = items(first)
      return { type: 'scalar', value: only && rest.length === 0 ? only.value : Number.NaN }
    }
    case 'timestamp':
      return vector(
        items(first).map(({ labels, time: sampled }) => ({ labels, value: (sampled ?? time) / 1000 })),
      )
    case 'sort':
      return vector(sortItems(items(first), 1))
    case 'sort_desc':
      return vector(sortItems(items(first), -1))
    case 'histogram_quantile':
      return vector(histogramQuantile(scalarOf(first), items(second)))
    case 'absent':
      return vector(items(first).length > 0 ? [] : [{ labels: absentLabels(call.args[0]), value: 1 }])
    case 'label_replace':
      return vector(labelReplace(items(first), values.slice(1).map(textOf)))
    default:
      throw new QueryError('bad_data', `function "${call.name}" is not supported by this server`)
  }
}

function vector(items: Item[]): Value {
  return { type: 'vector', items }
}

function textOf(value: Value): string {
  if (value.type === 'string') return value.value
  throw new QueryError('bad_data', 'parse error: expected type string')
}

/** Labels that equality matchers give to the one element of absent(). */
function absentLabels(expr: Expr | undefined): Record<string, string> {
  if (expr?.kind !== 'selector') return {}
  const equal = expr.matchers.filter((matcher) => matcher.op === '=' && matcher.label !== '__name__')
  return Object.fromEntries(equal.map((matcher) => [matcher.label, matcher.value]))
}

/** `$1` and `${1}` stand for the groups of the anchored expression; an empty result removes the label. */
function labelReplace(
  items: Item[],
  [target = '', replacement = '', source = '', regex = '']: string[],
): Item[] {
  const pattern = anchored(regex)
  return items.map((item) => {
    const found = pattern.exec(labelOf(item, source))
    if (!found) return item
    const value = replacement.replace(/\$(?:\{(\w+)\}|(\w+)|\$)/g, (all, braced?: string, bare?: string) => {
      const group = braced ?? bare
      if (group === undefined) return all === '$$' ? '$' : all
      return (/^\d+$/.test(group) ? found[Number(group)] : found.groups?.[group]) ?? ''
    })
    if (target === '__name__') return { ...item, name: value }
    const { [target]: _old, ...rest } = item.labels
    return { ...item, labels: value === '' ? rest : { ...rest, [target]: value } }
  })
}
