import type { Operator } from './query'

interface Span {
  from: number
  to: number
}
export type Token = Span &
  (
    | { kind: 'open' | 'close' | 'and' | 'or' | 'not' }
    | { kind: 'text'; text: string }
    | { kind: 'term'; name: string; operator: Operator; values: string[]; valueFrom: number }
  )

const OPERATOR = /^([A-Za-z][\w-]*)(>=|<=|!=|!:|[:=~><])/
const words: Readonly<Record<string, 'and' | 'or' | 'not'>> = { and: 'and', or: 'or', not: 'not' }

/** The parts of an expression with their places. A quote that isn't closed runs to the end. Never throws. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const char = text.charAt(at)
    if (/\s/.test(char)) {
      at += 1
    } else if (char === '(' || char === ')') {
      tokens.push({ kind: char === '(' ? 'open' : 'close', from: at, to: at + 1 })
      at += 1
    } else if (char === '-' && /\S/.test(text.charAt(at + 1))) {
      tokens.push({ kind: 'not', from: at, to: at + 1 })
      at += 1
    } else {
      const token = wordAt(text, at)
      tokens.push(token)
      at = token.to
    }
  }
  return tokens
}

function wordAt(text: string, from: number): Token {
  const operator = OPERATOR.exec(text.slice(from))
  if (operator !== null) {
    const [whole, name = '', sign = ':'] = operator
    return termAt(text, from, name, operatorOf(sign), from + whole.length)
  }
  const value = valueAt(text, from, false)
  const word = value.quoted ? undefined : words[value.text.toLowerCase()]
  if (word !== undefined) return { kind: word, from, to: value.to }
  return { kind: 'text', text: value.text, from, to: value.to }
}

function termAt(text: string, from: number, name: string, operator: Operator, start: number): Token {
  const values: string[] = []
  let at = start
  for (;;) {
    const value = valueAt(text, at, true)
    if (value.to > at) values.push(value.text)
    at = value.to
    if (text.charAt(at) !== ',')
      return { kind: 'term', name, operator, values, valueFrom: start, from, to: at }
    at += 1
  }
}

/** A word up to the next blank or parenthesis, or what stands between quotes; `\` takes the next character as it is. */
function valueAt(text: string, from: number, list: boolean) {
  const quoted = text.charAt(from) === '"'
  let at = quoted ? from + 1 : from
  let value = ''
  while (at < text.length) {
    const char = text.charAt(at)
    if (quoted) {
      if (char === '"') return { text: value, to: at + 1, quoted }
      if (char === '\\' && at + 1 < text.length) {
        value += text.charAt(at + 1)
        at += 2
        continue
      }
    } else if (/[\s()]/.test(char) || (list && char === ',')) {
      break
    }
    value += char
    at += 1
  }
  return { text: value, to: at, quoted }
}

function operatorOf(sign: string): Operator {
  switch (sign) {
    case '!=':
    case '!:':
      return '!='
    case '~':
    case '>':
    case '>=':
    case '<':
    case '<=':
      return sign
    default:
      return ':'
  }
}
