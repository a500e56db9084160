import { fieldOf } from './fields'
import { readFigure } from './figure'
import type { Term } from './query'

/** Null: nothing can be said. */
export type Truth = boolean | null

/** What a node or edge has in one field: words, a figure, bounds of a figure, or nothing. */
export type Fact = readonly string[] | number | { low: number; high: number | null } | null

/** Whether a term holds for what a node or edge has in its field. */
export function holdsFor(term: Term, fact: Fact): Truth {
  if (fact === null) return null
  if (typeof fact === 'number') return compared(term, fact, fact)
  if ('low' in fact) return compared(term, fact.low, fact.high ?? Infinity)
  const held = fact.map((word) => word.toLowerCase())
  const one = term.values.some((value) =>
    held.some((word) => fits(word, value.toLowerCase(), term.operator === '~')),
  )
  return term.operator === '!=' ? !one : one
}

/** Of bounds a comparison holds only where it holds for all between them; where it holds for some, nothing is said. */
function compared(term: Term, low: number, high: number): Truth {
  const unit = fieldOf(term.field)?.unit
  const [text] = term.values
  const wanted = unit === undefined || text === undefined ? null : readFigure(text, unit)
  if (wanted === null) return null
  switch (term.operator) {
    case '>':
      return low >= wanted && (low > wanted || high > low) ? true : high > wanted ? null : false
    case '>=':
      return low >= wanted ? true : high >= wanted ? null : false
    case '<':
      return high < wanted ? true : low < wanted ? null : false
    case '<=':
      return high <= wanted ? true : low < wanted ? null : false
    case '!=':
      return low === high ? low !== wanted : wanted < low || wanted > high ? true : null
    case ':':
    case '~':
      return low === high ? low === wanted : wanted < low || wanted > high ? false : null
  }
}

/** A whole word with `*` for anything, or a part of it. */
function fits(word: string, wanted: string, part: boolean): boolean {
  if (part) return word.includes(wanted)
  if (!wanted.includes('*')) return word === wanted
  const pieces = wanted.split('*')
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (!word.startsWith(first) || word.length < first.length + last.length || !word.endsWith(last))
    return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const next = word.indexOf(piece, at)
    if (next < 0 || next + piece.length > word.length - last.length) return false
    at = next + piece.length
  }
  return true
}
