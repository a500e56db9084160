import { escapePattern, quote } from '@/lib/domain/judgement/promql-text'

export interface Matcher {
  label: string
  op: '=' | '!=' | '=~' | '!~'
  value: string
}

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/
const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/

export function is(label: string, value: string): Matcher {
  return { label, op: '=', value }
}

/** Any of the values, each taken literally; none matches only an absent label. */
export function isOneOf(label: string, values: readonly string[]): Matcher {
  return { label, op: '=~', value: values.map(escapePattern).join('|') }
}

/** `name{a="b"}`. Throws on names that are not plain identifiers: those come from code, never from users. */
export function selector(metric: string, matchers: readonly Matcher[]): string {
  if (!metricName.test(metric)) throw new TypeError(`not a metric name: ${metric}`)
  return `${metric}{${matchers.map(matcherText).join(',')}}`
}

/** `a="b"`. Throws on labels that are not plain identifiers. */
export function matcherText({ label, op, value }: Matcher): string {
  if (!labelName.test(label)) throw new TypeError(`not a label name: ${label}`)
  return `${label}${op}${quote(value)}`
}

/** A range in whole seconds, at least one. */
export function range(seconds: number): string {
  return `[${Math.max(1, Math.round(seconds))}s]`
}

/** `sum by (labels) (expression)`. */
export function sumBy(labels: readonly string[], expression: string): string {
  return `sum by (${labels.join(', ')}) (${expression})`
}
