import { expect, it } from 'vitest'
import { readOptions } from './options'

it('has the three sizes of the budgets as its default', () => {
  expect(readOptions([])).toEqual({ services: [50, 200, 1000], quiet: 1.5, patience: 300 })
})

it('refuses what is not a number of services', () => {
  expect(readOptions(['--services', '50']).services).toEqual([50])
  expect(() => readOptions(['--services', '50,many'])).toThrow('--services')
  expect(() => readOptions(['--quiet', '0'])).toThrow('--quiet')
})
