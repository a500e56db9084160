import { expect, it } from 'vitest'
import { destinationName } from './destination-name'

const v1 = { key: 'v1', version: 'v1', host: 'web' }
const legacy = { key: 'old~~80', host: 'old.shop.svc.cluster.local' }

it('is the version, else the name of the Service', () => {
  expect(destinationName(v1, [v1, legacy])).toBe('v1')
  expect(destinationName(legacy, [v1, legacy])).toBe('old')
})

it('is the key where the name says too little', () => {
  const other = { key: 'old~b~80', host: 'old' }
  expect(destinationName(legacy, [v1, legacy, other])).toBe('old~~80')
  expect(destinationName(legacy, [legacy, { ...v1, version: 'old' }])).toBe('old~~80')
})
