import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fields } from './fields'
import { parseQuery } from './parse'
import type { Query } from './query'
import { tokensOf } from './tokens'
import { writeQuery } from './write'

const term = (field: string, operator: string, ...values: string[]) => ({
  kind: 'term',
  field,
  operator,
  values,
})
const text = (word: string) => ({ kind: 'text', text: word })
const problem = (expression: string) => parseQuery(expression).problem

describe('parseQuery', () => {
  it('joins by and, with or without the word', () => {
    const both = { kind: 'and', parts: [term('ns', ':', 'shop'), term('errors', '>', '1%')] }
    expect(parseQuery('ns:shop errors>1%').query).toEqual(both)
    expect(parseQuery('ns:shop AND errors>1%').query).toEqual(both)
  })
  it('binds and closer than or, and parentheses closest', () => {
    expect(parseQuery('a b or c').query).toEqual({
      kind: 'or',
      parts: [{ kind: 'and', parts: [text('a'), text('b')] }, text('c')],
    })
    expect(parseQuery('a (b or c)').query).toEqual({
      kind: 'and',
      parts: [text('a'), { kind: 'or', parts: [text('b'), text('c')] }],
    })
  })
  it('negates by a word and by a minus, which inside a word is a minus', () => {
    expect(parseQuery('not is:idle').query).toEqual({ kind: 'not', part: term('is', ':', 'idle') })
    expect(parseQuery('-(a or b)').query).toEqual({
      kind: 'not',
      part: { kind: 'or', parts: [text('a'), text('b')] },
    })
    expect(parseQuery('orders-db').query).toEqual(text('orders-db'))
  })
  it('reads quotes, lists, other names of fields and = for :', () => {
    expect(parseQuery('"and so on"').query).toEqual(text('and so on'))
    expect(parseQuery('namespace=shop,"a b"').query).toEqual(term('ns', ':', 'shop', 'a b'))
    expect(parseQuery('avg>=1.5s').query).toEqual(term('average', '>=', '1.5s'))
  })
  it('an empty expression means nothing', () => {
    expect(parseQuery('  ')).toEqual({ query: null })
  })
  it('says in words what is wrong, and where', () => {
    expect(problem('ns:shop eror>1')).toMatchObject({ from: 8, to: 12 })
    expect(problem('ns:shop eror>1')?.message).toContain('no field “eror”')
    expect(problem('errors>fast')).toMatchObject({ from: 7, to: 11 })
    expect(problem('p95>5%')?.message).toContain('ms or s')
    expect(problem('ns>3')?.message).toContain('holds words')
    expect(problem('kind:pod')?.message).toContain('may be service')
    expect(problem('ns:')?.message).toContain('needs a value')
    expect(problem('(a')).toMatchObject({ from: 0, to: 1 })
    expect(problem('a)')).toMatchObject({ from: 1, to: 2 })
    expect(problem('a or')?.message).toContain('missing')
    expect(problem('or a')?.message).toContain('both sides')
    expect(problem(`${'('.repeat(60)}a${')'.repeat(60)}`)?.message).toContain('too deep')
  })
})

const word = fc.oneof(
  fc.constantFrom('shop', 'v2', 'and', '-x', 'a b', 'a"b', '', 'a\\', 'x(', ','),
  fc.string(),
)
const figure = fc.constantFrom('1', '0.5', '.5', '20')
const leaf: fc.Arbitrary<Query> = fc.oneof(
  word.map((one): Query => ({ kind: 'text', text: one })),
  fc
    .tuple(
      fc.constantFrom(...fields.filter(({ holds }) => holds === 'words')),
      fc.array(word, { minLength: 1, maxLength: 3 }),
    )
    .map(([{ name }, values]): Query => ({ kind: 'term', field: name, operator: '~', values })),
  fc
    .tuple(
      fc.constantFrom(...fields.filter(({ holds }) => holds === 'figure')),
      figure,
      fc.constantFrom('>', '<=', '!=' as const),
    )
    .map(([{ name }, value, operator]): Query => ({ kind: 'term', field: name, operator, values: [value] })),
)
const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie('query').map((part): Query => ({ kind: 'not', part })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('query'), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, parts]): Query => ({
        kind,
        parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])),
      })),
  ),
}))

describe('properties', () => {
  it('what is written reads as the same again', () => {
    fc.assert(
      fc.property(query, (one) => {
        expect(parseQuery(writeQuery(one))).toEqual({ query: one })
      }),
    )
  })
  it('never throws, and a problem lies within the text', () => {
    const pieces = fc.array(
      fc.constantFrom('ns:', 'errors>', '1%', '(', ')', '"', '-', ' ', 'or', 'not ', ',', '~', '\\', 'x'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          pieces.map((all) => all.join('')),
        ),
        (text) => {
          const { problem: found } = parseQuery(text)
          if (found === undefined) return
          expect(found.message).not.toBe('')
          expect(found.from).toBeGreaterThanOrEqual(0)
          expect(found.to).toBeLessThanOrEqual(text.length)
          expect(found.from).toBeLessThan(found.to)
        },
      ),
    )
  })
  it('tokens stand in order and never overlap', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let last = 0
        for (const { from, to } of tokensOf(text)) {
          expect(from).toBeGreaterThanOrEqual(last)
          expect(to).toBeGreaterThan(from)
          last = to
        }
      }),
    )
  })
})
