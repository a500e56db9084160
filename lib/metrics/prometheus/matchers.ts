import { DomainError } from '@/lib/domain/errors'
import type { Matcher } from './promql'

const one = /^([a-zA-Z_][a-zA-Z0-9_]*)(=~|!~|!=|=)"((?:[^"\\\n]|\\[\\"n])*)"$/
/** Commas between matchers: outside of strings, which hold no bare quote. */
const between = /,(?=(?:[^"\\]|\\.|"(?:[^"\\\n]|\\.)*")*$)/

const example = 'write label matchers as in PromQL, such as cluster="prod",tenant=~"a|b"'

/**
 * Matchers as an operator writes them for every query: labels, operators and double-quoted values with commas between,
 * nothing else. Throws `invalid` for all else, for an empty text and for the name of the metric itself.
 */
export function parseMatchers(text: string): Matcher[] {
  return text.split(between).map((part) => {
    const [, label, op, value] = one.exec(part.trim()) ?? []
    if (label === undefined || value === undefined || !isOperator(op))
      throw new DomainError('invalid', `“${part.trim()}” is no label matcher; ${example}`)
    if (label === '__name__')
      throw new DomainError('invalid', `__name__ would leave only one metric; ${example}`)
    return { label, op, value: unescaped(value) }
  })
}

function isOperator(op: string | undefined): op is Matcher['op'] {
  return op === '=' || op === '!=' || op === '=~' || op === '!~'
}

function unescaped(value: string): string {
  return value.replace(/\\([\\"n])/g, (_all, char: string) => (char === 'n' ? '\n' : char))
}
