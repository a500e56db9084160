import { expect, it } from 'vitest'
import { parseQuantity } from './kube-quantity'

it.each([
  ['250m', 0.25],
  ['2', 2],
  ['64Mi', 67_108_864],
  ['1.5Gi', 1_610_612_736],
  ['128974848', 128_974_848],
  ['129e6', 129_000_000],
  ['1E', 1e18],
  ['0.1', 0.1],
  [3, 3],
])('reads %j', (quantity, number) => {
  expect(parseQuantity(quantity)).toBeCloseTo(number, 9)
})

it.each(['', 'many', '5 Mi', '1kb', 'constructor', null, {}])('is nothing of %j', (quantity) => {
  expect(parseQuantity(quantity)).toBeUndefined()
})
