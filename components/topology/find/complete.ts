import { fieldOf, fields, type Field } from './fields'
import { tokensOf } from './tokens'
import { quoted } from './write'

export interface Suggestion {
  /** The whole expression once it is taken, and where the caret stands then. */
  text: string
  caret: number
  /** What is offered. */
  word: string
  about: string
}

/** Words that a field may hold in this graph, the most frequent first. */
export type ValuesOf = (field: string) => readonly string[]

const MOST = 9

/** What may be written at the caret: a field at the beginning of a word, then its operators and values. Never throws. */
export function completionsOf(text: string, caret: number, valuesOf: ValuesOf): Suggestion[] {
  const token = tokensOf(text).find(({ from, to }) => from < caret && caret <= to)
  if (token === undefined || token.kind === 'open' || token.kind === 'not') {
    return fieldOffers('', caret, caret)
  }
  if (token.kind === 'text')
    return [...fieldOffers(token.text, token.from, token.to), ...names(token.text, token)]
  if (token.kind !== 'term' || caret < token.valueFrom) return []
  const field = fieldOf(token.name)
  if (field === undefined) return []
  const part = text.slice(token.valueFrom, caret)
  const start = token.valueFrom + part.lastIndexOf(',') + 1
  const begun = text.slice(start, caret).replace(/^"/, '')
  return field.holds === 'figure'
    ? unitOffers(field, begun)
    : words(field.choices ?? valuesOf(field.name), begun, start, token.to, field.about)

  function taken(from: number, to: number, by: string, word: string, about: string): Suggestion {
    const rest = text.slice(to)
    return { text: text.slice(0, from) + by + rest, caret: from + by.length, word, about }
  }
  function fieldOffers(begun: string, from: number, to: number): Suggestion[] {
    return fields
      .filter(({ name }) => name.startsWith(begun.toLowerCase()))
      .slice(0, MOST)
      .map((field) => {
        const sign =
          field.holds === 'figure' ? (field.name === 'mtls' || field.name === 'share' ? '<' : '>') : ':'
        return taken(from, to, field.name + sign, field.name + sign, `${field.about}, as in ${field.example}`)
      })
  }
  function names(begun: string, { from, to }: { from: number; to: number }): Suggestion[] {
    return words(valuesOf('name'), begun, from, to, 'name', true)
  }
  function words(
    all: readonly string[],
    begun: string,
    from: number,
    to: number,
    about: string,
    free = false,
  ) {
    const wanted = begun.toLowerCase()
    const rank = (word: string) => (word.toLowerCase().startsWith(wanted) ? 0 : 1)
    return all
      .filter((word) => word.toLowerCase().includes(wanted) && word !== begun)
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, MOST)
      .map((word) => taken(from, to, quoted(word, free) + (text.charAt(to) === '' ? ' ' : ''), word, about))
  }
  function unitOffers({ unit, about }: Field, begun: string): Suggestion[] {
    if (!/^\d+(\.\d+)?$/.test(begun)) return []
    const units = { percent: ['%'], milliseconds: ['ms', 's'], rate: [], bytes: ['kB', 'MB'] }[unit ?? 'rate']
    return units.map((one) => taken(caret, caret, `${one} `, begun + one, about))
  }
}

/** The words that a graph holds in each field, gathered once a field. */
export function graphValues(all: (field: string) => Iterable<string>): ValuesOf {
  const known = new Map<string, readonly string[]>()
  return (field) => {
    const before = known.get(field)
    if (before !== undefined) return before
    const counts = new Map<string, number>()
    for (const word of all(field)) counts.set(word, (counts.get(word) ?? 0) + 1)
    const words = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([word]) => word)
    known.set(field, words)
    return words
  }
}
