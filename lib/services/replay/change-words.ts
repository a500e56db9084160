import { isObject, objectOf } from '../../domain/traffic/untyped'

type Weights = Readonly<Record<string, number>>

/**
 * What changed between two states of a rule or of a whole route, as operations store them (`summaryOf`):
 * "v2 10 % → 25 %". Empty where nothing that is shown differs.
 */
export function changeWords(before: unknown, after: unknown): string {
  if (!isObject(before) && !isObject(after)) return ''
  const [was, is] = [objectOf(before), objectOf(after)]
  const [rulesWere, rulesAre] = [objectOf(was.rules), objectOf(is.rules)]
  const all = [
    ...ruleWords(was, is),
    ...[...new Set([...Object.keys(rulesWere), ...Object.keys(rulesAre)])].flatMap((id) => {
      if (!isObject(rulesWere[id])) return ['a rule added']
      if (!isObject(rulesAre[id])) return ['a rule removed']
      return ruleWords(objectOf(rulesWere[id]), objectOf(rulesAre[id]))
    }),
  ]
  return [...new Set(all)].join(', ')
}

function ruleWords(was: Readonly<Record<string, unknown>>, is: Readonly<Record<string, unknown>>): string[] {
  const weights = [weightsOf(was.weights), weightsOf(is.weights)] as const
  const keys = [...new Set(weights.flatMap(Object.keys))]
  const moved = keys.flatMap((key) => {
    const [before, after] = weights.map((each) => percentOf(each, key))
    return before === after ? [] : [`${key} ${before ?? 'none'} → ${after ?? 'none'}`]
  })
  const mirrors = [mirrorsOf(was.mirrors), mirrorsOf(is.mirrors)]
  const faults = [was.fault, is.fault].map((fault) => JSON.stringify(fault ?? null))
  return [
    ...moved,
    ...(mirrors[0] === mirrors[1] ? [] : [`mirror ${mirrors[0]} → ${mirrors[1]}`]),
    ...(faults[0] === faults[1] ? [] : [isObject(is.fault) ? 'fault set' : 'fault removed']),
  ]
}

function weightsOf(value: unknown): Weights {
  return Object.fromEntries(
    Object.entries(objectOf(value)).flatMap(([key, weight]) =>
      typeof weight === 'number' ? [[key, weight] as const] : [],
    ),
  )
}

function percentOf(weights: Weights, key: string): string | undefined {
  const weight = weights[key]
  if (weight === undefined) return undefined
  const total = Object.values(weights).reduce((sum, each) => sum + each, 0)
  return `${total === 0 ? 0 : Math.round((weight / total) * 1000) / 10} %`
}

function mirrorsOf(value: unknown): string {
  const words = (Array.isArray(value) ? value : []).map((mirror: unknown) => {
    const { to, percent } = objectOf(mirror)
    return `${Number(percent)} % to ${String(to)}`
  })
  return words.length === 0 ? 'none' : words.join(' and ')
}
