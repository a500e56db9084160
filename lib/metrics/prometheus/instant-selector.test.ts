import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isInstantSelector } from './instant-selector'
import { selector } from './promql'

test.each([
  'errors_total',
  ' job:errors:total ',
  'errors_total{}',
  'errors_total{service="checkout"}',
  'errors_total { service = "a" , code =~ \'5..\', }',
  '{__name__="errors_total",version!="v1"}',
  'errors_total{path!~`^/a"b\\d+`}',
  'errors_total{words="a\\"b} or up{"}',
  'errors_total{words="rate(x[5m])"}',
])('%s is a selector', (text) => {
  expect(isInstantSelector(text)).toBe(true)
})

test.each([
  '',
  '{}',
  '{,}',
  '1',
  'sum(errors_total)',
  'errors_total[5m]',
  'errors_total{a="b"}[5m]',
  'errors_total offset 5m',
  'errors_total @ 0',
  'errors_total or up',
  'errors_total{a="b"} or up',
  'a + b',
  'errors_total{a="b"',
  'errors_total{a=b}',
  'errors_total{a="b}',
  'errors_total{a="b\n"}',
  'errors_total{"a"="b"}',
  '{"errors.total"}',
  'errors_total{a="b",,}',
  'errors_total{a=="b"}',
  'errors_total # and more',
  'errors_total{a="b"}\n}',
  `errors_total{a="${'b'.repeat(5000)}"}`,
])('%s is none', (text) => {
  expect(isInstantSelector(text)).toBe(false)
})

test('whatever a value holds, quoted it is one selector', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(isInstantSelector(selector('a', [{ label: 'b', op: '=', value }]))).toBe(true)
    }),
  )
})
