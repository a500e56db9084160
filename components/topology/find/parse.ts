import { fieldOf, fields, type Field } from './fields'
import { readFigure, unitWords } from './figure'
import type { Parsed, Query, QueryProblem } from './query'
import { tokensOf, type Token } from './tokens'

/** Deeper parentheses are refused, so that no expression exhausts the stack. */
const DEEPEST = 40

class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly problem: QueryProblem
  constructor(problem: QueryProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** Reads an expression; an empty one means nothing and is null. Never throws. */
export function parseQuery(text: string): Parsed {
  const tokens = tokensOf(text)
  if (tokens.length === 0) return { query: null }
  try {
    const reader = new Reader(tokens, text.length)
    return { query: reader.all() }
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.problem }
    throw error
  }
}

class Reader {
  #at = 0
  #depth = 0
  readonly #tokens: readonly Token[]
  readonly #end: number
  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens
    this.#end = end
  }

  all(): Query {
    const query = this.#either()
    const rest = this.#tokens[this.#at]
    if (rest !== undefined) throw refuse('This parenthesis was never opened.', rest)
    return query
  }

  #either(): Query {
    const parts = [this.#both()]
    while (this.#take('or') !== undefined) parts.push(this.#both())
    return joined('or', parts)
  }

  #both(): Query {
    const parts = [this.#one()]
    for (;;) {
      const and = this.#take('and')
      const next = this.#tokens[this.#at]
      if (and === undefined && (next === undefined || next.kind === 'or' || next.kind === 'close')) break
      parts.push(this.#one())
    }
    return joined('and', parts)
  }

  #one(): Query {
    const token = this.#tokens[this.#at]
    if (token === undefined) {
      const at = this.#end
      const before = this.#tokens.at(-1)
      const what = before?.kind === 'open' ? 'after “(”' : `after “${before?.kind ?? ''}”`
      throw new Unreadable({ message: `Something is missing ${what}.`, from: Math.max(0, at - 1), to: at })
    }
    this.#at += 1
    switch (token.kind) {
      case 'text':
        return { kind: 'text', text: token.text }
      case 'term':
        return readTerm(token)
      case 'not': {
        this.#enter(token)
        const part = this.#one()
        this.#depth -= 1
        return { kind: 'not', part }
      }
      case 'open': {
        this.#enter(token)
        const query = this.#either()
        if (this.#take('close') === undefined) throw refuse('This parenthesis is never closed.', token)
        this.#depth -= 1
        return query
      }
      case 'close':
        throw refuse('This parenthesis holds nothing, or was never opened.', token)
      case 'and':
      case 'or':
        throw refuse(`“${token.kind}” needs something on both sides.`, token)
    }
  }

  #enter(token: Token): void {
    this.#depth += 1
    if (this.#depth > DEEPEST) throw refuse('That is nested too deep to be read.', token)
  }

  #take(kind: Token['kind']): Token | undefined {
    const token = this.#tokens[this.#at]
    if (token?.kind !== kind) return undefined
    this.#at += 1
    return token
  }
}

function readTerm(token: Token & { kind: 'term' }): Query {
  const { name, operator, values } = token
  const field = fieldOf(name)
  const place = { from: token.from, to: token.from + name.length }
  if (field === undefined) {
    const near = fields.find((known) => known.name.startsWith(name.toLowerCase().slice(0, 2)))
    const hint = near === undefined ? '' : ` Do you mean “${near.name}”?`
    throw new Unreadable({ message: `There is no field “${name}”.${hint}`, ...place })
  }
  if (values.length === 0) {
    throw new Unreadable({ message: `“${name}” needs a value, as in ${field.example}.`, ...place })
  }
  const where = { from: token.valueFrom, to: token.to }
  for (const value of values) {
    const message = wrongValue(field, operator, value, values.length)
    if (message !== undefined) throw new Unreadable({ message, ...where })
  }
  return { kind: 'term', field: field.name, operator, values }
}

function wrongValue(field: Field, operator: string, value: string, count: number): string | undefined {
  if (field.holds === 'figure') {
    if (operator === '~') return `“${field.name}” is a figure: compare it, as in ${field.example}.`
    if (count > 1) return `“${field.name}” is compared with one figure.`
    if (field.unit === undefined || readFigure(value, field.unit) !== null) return undefined
    return `“${value}” is no figure in ${unitWords(field.unit)}, as in ${field.example}.`
  }
  if (!['!=', ':', '~'].includes(operator)) {
    return `“${field.name}” holds words: write ${field.name}: and a word, as in ${field.example}.`
  }
  if (field.choices !== undefined && operator !== '~' && !field.choices.includes(value.toLowerCase())) {
    return `“${field.name}” may be ${field.choices.join(', ')}, not “${value}”.`
  }
  return undefined
}

function refuse(message: string, { from, to }: Token): Unreadable {
  return new Unreadable({ message, from, to })
}

/** One part stands for itself; a part of the same kind is taken apart, so that equal queries look equal. */
function joined(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return first
  return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) }
}
