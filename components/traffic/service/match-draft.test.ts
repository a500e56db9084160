import { describe, expect, it } from 'vitest'
import { WhenBody } from '@/lib/contracts/moves'
import { emptyCondition, ruleName, toWhen } from './match-draft'

describe('toWhen', () => {
  it('gives the API conditions that it takes', () => {
    const header = toWhen({ kind: 'header', name: 'x-user', op: 'exact', value: 'developer' })
    expect(WhenBody.parse(header)).toEqual({
      kind: 'header',
      name: 'x-user',
      op: 'exact',
      value: 'developer',
    })
    const method = toWhen({ kind: 'method', name: '', op: 'exact', value: 'GET' })
    expect(WhenBody.parse(method)).toEqual({ kind: 'method', op: 'exact', value: 'GET' })
    const cookie = toWhen({ kind: 'cookie', name: 'beta', op: 'present', value: '' })
    expect(WhenBody.parse(cookie)).toEqual({ kind: 'cookie', name: 'beta', op: 'present' })
  })

  it('waits for a name and a value', () => {
    expect(toWhen(emptyCondition('header'))).toBeNull()
    expect(toWhen({ kind: 'header', name: 'x', op: 'prefix', value: '' })).toBeNull()
  })
})

it('makes names that the API takes', () => {
  expect(ruleName('  Beta testers! ')).toBe('beta-testers')
  expect(ruleName('!!!')).toBe('')
})
