import { expect, test } from 'vitest'
import { is, isOneOf, range, selector, sumBy } from './promql'

test('values of a choice are taken literally', () => {
  expect(selector('m', [isOneOf('service', ['a.b', 'c'])])).toBe('m{service=~"a\\\\.b|c"}')
})

test('selectors, ranges and sums', () => {
  expect(selector('istio_requests_total', [is('x', '1'), { label: 'y', op: '!~', value: '2..' }])).toBe(
    'istio_requests_total{x="1",y!~"2.."}',
  )
  expect(range(59.6)).toBe('[60s]')
  expect(range(0)).toBe('[1s]')
  expect(sumBy(['a', 'b'], 'm')).toBe('sum by (a, b) (m)')
})

test('names that are no identifiers are refused', () => {
  expect(() => selector('m}', [])).toThrow('not a metric name')
  expect(() => selector('m', [is('a="b",c', 'd')])).toThrow('not a label name')
})
