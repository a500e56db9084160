import { expect, it } from 'vitest'
import { findingRules } from '@/lib/domain/findings/catalogue'
import { checked } from './checked'

it('has words for every rule, and for nothing else', () => {
  expect(Object.keys(checked).sort()).toEqual(findingRules.map(({ code }) => code).sort())
})
