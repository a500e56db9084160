import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import { matcherText, selector, type Matcher } from './promql'
import { createScope, scopeQuery } from './scope-query'

const prod: Matcher[] = [
  { label: 'cluster', op: '=', value: 'prod' },
  { label: 'tenant', op: '=~', value: 'a|"b"' },
]
const text = String.raw`cluster="prod",tenant=~"a|\"b\""`

test.each([
  ['up', `up{${text}}`],
  ['up{}', `up{${text}}`],
  ['up{ }[5m]', `up{${text} }[5m]`],
  ['up{a="b",}', `up{${text},a="b",}`],
  ['{a="b"}', `{${text},a="b"}`],
  ['{"a.b", c="d"}', `{${text},"a.b", c="d"}`],
  ['topk(1, a:b)', `topk(1, a:b{${text}})`],
  ['x{a=~"}{"}', `x{${text},a=~"}{"}`],
  [
    'sum by (le) (rate(x_bucket[60s] offset 1m)) / on(a) group_left(b) absent(y{c="d"}) > 0',
    `sum by (le) (rate(x_bucket{${text}}[60s] offset 1m)) / on(a) group_left(b) absent(y{${text},c="d"}) > 0`,
  ],
  [
    'max_over_time(rate(x[1m])[5m:1m] @ end()) # up{',
    `max_over_time(rate(x{${text}}[1m])[5m:1m] @ end()) # up{`,
  ],
  ['vector(1)', 'vector(1)'],
  ['label_replace(up, "a", "$1", "b", "(.*)")', `label_replace(up{${text}}, "a", "$1", "b", "(.*)")`],
])('%s', (query, scoped) => {
  expect(scopeQuery(query, prod)).toBe(scoped)
})

test.each(['up{', 'sum(', 'up{a="b" or c="d"}', 'a b', 'info(up)', 'up{a=b}', ''])('refuses %j', (query) => {
  expect(() => scopeQuery(query, prod)).toThrow(/PROMETHEUS_MATCHERS/)
})

test('a query that comes again is answered alike, however many came between', () => {
  const scope = createScope(prod)
  const queries = Array.from({ length: 500 }, (_, index) => `up{a="${index}"}`)
  const first = queries.map(scope)
  expect(queries.map(scope)).toEqual(first)
  expect(first[499]).toBe(`up{${text},a="499"}`)
})

test('without matchers a query is sent as it is, whatever it is', () => {
  expect(scopeQuery('up{', [])).toBe('up{')
})

test('every selector carries the matchers, whatever its labels hold, or the query is refused', () => {
  const word = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/)
  const matchers = fc.array(
    fc.record({ label: word, op: fc.constantFrom('=' as const, '!~' as const), value: fc.string() }),
    { maxLength: 3 },
  )
  const selectors = fc.array(fc.tuple(word, matchers), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(selectors, (parts) => {
      try {
        const query = parts.map(([name, own]) => `rate(${selector(`m_${name}`, own)}[1m])`).join(' + ')
        const expected = parts
          .map(([name, own]) => `rate(m_${name}{${[...prod, ...own].map(matcherText).join(',')}}[1m])`)
          .join(' + ')
        expect(scopeQuery(query, prod)).toBe(expected)
      } catch (error) {
        // Words of PromQL that cannot name a label here.
        if (!isDomainError(error)) throw error
      }
    }),
  )
})
