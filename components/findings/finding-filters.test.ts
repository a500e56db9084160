import { expect, it } from 'vitest'
import { findingFiltersOf, findingSearch } from './finding-filters'

it('reads back what it wrote into the address', () => {
  const filters = { cluster: 'eu', namespace: 'shop', severity: 'warning', service: 'eu/shop/checkout' }
  expect(findingFiltersOf(new URLSearchParams(findingSearch(filters)))).toEqual(filters)
  expect(findingSearch({})).toBe('')
})

it('leaves out what is empty, unknown, or no severity', () => {
  expect(findingFiltersOf(new URLSearchParams('severity=awful&namespace=&page=2'))).toEqual({})
})
