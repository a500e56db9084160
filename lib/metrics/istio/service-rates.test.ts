import { expect, it } from 'vitest'
import { ratesByService } from './service-rates'

it('keys by namespace and name, and leaves out what is not a number', () => {
  const labels = { destination_service_namespace: 'shop', destination_service_name: 'cart' }
  const points = [1, NaN, 3].map((value, time) => ({ time, value }))
  expect(ratesByService([{ labels, points }])).toEqual(new Map([['shop/cart', [1, 3]]]))
})
