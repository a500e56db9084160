import { DomainError } from '../errors'
import { escapePattern, quote } from './promql-text'

/** What the placeholders of a plan's PromQL stand for. */
export interface Placeholders {
  version: string
  stable: string
  namespace: string
  service: string
}

/** Comments and strings in PromQL's three quotes, which end at their line or go on to the end; else one placeholder. */
const parts =
  /#[^\n]*|"(?:[^"\\\n]|\\[^\n])*"?|'(?:[^'\\\n]|\\[^\n])*'?|`[^`]*`?|\$(version|stable|namespace|service)(?![a-zA-Z0-9_])/g

const inQuotes = /\$(version|stable|namespace|service)(?![a-zA-Z0-9_])/
const afterPatternOperator = /[=!]~\s*$/

/**
 * Puts a quoted string in place of every `$version`, `$stable`, `$namespace` and `$service` of a PromQL text; behind `=~`
 * and `!~` a pattern that matches nothing else. Throws `invalid` for a placeholder inside quotes: it would be taken
 * literally there, match nothing, and look like no data.
 */
export function fillIn(text: string, values: Placeholders): string {
  return text.replaceAll(parts, (part, name: keyof Placeholders | undefined, at: number) => {
    if (name === undefined) return part.startsWith('#') ? part : refuseQuoted(part)
    const value = values[name]
    return quote(afterPatternOperator.test(text.slice(0, at)) ? escapePattern(value) : value)
  })
}

function refuseQuoted(quoted: string): string {
  const [found] = inQuotes.exec(quoted) ?? []
  if (found === undefined) return quoted
  throw new DomainError('invalid', `Write ${found} without quotes: it stands for a quoted string.`)
}
