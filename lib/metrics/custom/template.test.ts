import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillTemplate, parseTemplate } from './template'

const wanted = { namespaces: ['shop', 'market'], services: ['check.out'] }

test.each([
  [
    'response_total{dst_namespace=~$namespace,dst_service=~$service}',
    'counters',
    String.raw`response_total{dst_namespace=~"shop|market",dst_service=~"check\\.out"}`,
  ],
  [
    'sum by (svc) (rate(hits{ns=~$namespace, code!~"5.."}[$window])) # $service of old',
    'rates',
    'sum by (svc) (rate(hits{ns=~"shop|market", code!~"5.."}[60s])) # $service of old',
  ],
  [
    'label_replace(rate(hits{ns=~$namespace}[$window]), "svc", "$1", "app", "(.*)-v.$")',
    'rates',
    'label_replace(rate(hits{ns=~"shop|market"}[60s]), "svc", "$1", "app", "(.*)-v.$")',
  ],
  ['hits_total', 'counters', 'hits_total'],
])('%s', (text, kind, filled) => {
  const template = parseTemplate(text)
  expect(template.kind).toBe(kind)
  expect(fillTemplate(template, wanted, 60)).toBe(filled)
})

test('any service is any', () => {
  const template = parseTemplate('a{b=~$service}')
  expect(fillTemplate(template, { namespaces: [], services: undefined }, 1)).toBe('a{b=~".+"}')
})

test.each([
  ['a{b=~$pod}', '$pod is none of'],
  ['a{b=~"$namespace"}', 'write it bare'],
  ["a{b=~'x-$service'}", 'write it bare'],
  ['a{b=$namespace}', 'after =~'],
  ['a{b!~$namespace}', 'after =~'],
  ['rate($service[$window])', 'after =~'],
  ['label_replace(rate(a[$window]), $service, "b", "c", "d")', 'after =~'],
  ['a{b=~$namespace', 'cannot be read as PromQL'],
  ['rate(a[$window]) + ', 'cannot be read as PromQL'],
  ['a[$namespace]', 'cannot be read as PromQL'],
  ['sum(rate(a{b=~$namespace}[5m]))', '[$window]'],
  ['', 'cannot be read as PromQL'],
])('refuses %j', (text, words) => {
  expect(() => parseTemplate(text)).toThrow(words)
})

test('whatever a name holds, it stays inside of its string', { timeout: 30_000 }, () => {
  const template = parseTemplate('sum(rate(a{b=~$namespace,c=~$service}[$window]))')
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { minLength: 1, maxLength: 2 }),
      (names) => {
        const filled = fillTemplate(template, { namespaces: names, services: names }, 30)
        const inside = /^sum\(rate\(a\{b=~("(?:[^"\\\n]|\\.)*"),c=~("(?:[^"\\\n]|\\.)*")\}\[30s\]\)\)$/s.exec(
          filled,
        )
        expect(inside).not.toBeNull()
        const pattern = inside?.[1]?.slice(1, -1).replaceAll(/\\(.)/gs, (_all, char: string) => {
          return char === 'n' ? '\n' : char === 'r' ? '\r' : char
        })
        const literal = new RegExp(`^(?:${pattern ?? ''})$`)
        for (const name of names) expect(literal.test(name)).toBe(true)
      },
    ),
    { numRuns: 50 },
  )
})
