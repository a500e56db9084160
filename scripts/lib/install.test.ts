import { expect, test } from 'vitest'
import { faultOfNode } from './install.mjs'

test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('Node %s will do', (version) => {
  expect(faultOfNode(version, '>=20.19')).toBeUndefined()
})

test.each(['18.20.0', '20.18.3'])('Node %s is too old', (version) => {
  expect(faultOfNode(version, '>=20.19')).toBe(`Node ${version} is too old: Aviary needs >=20.19`)
})
