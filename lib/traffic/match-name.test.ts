import { describe, expect, it } from 'vitest'
import { madeRuleName, matchNameProblem, moveOfRuleName } from './match-name'

describe('names of match moves', () => {
  it.each(['beta', 'a', 'a-1', 'a'.repeat(40)])('takes %s', (name) => {
    expect(matchNameProblem(name)).toBeUndefined()
    expect(moveOfRuleName(madeRuleName(name, 1))).toBe(name)
    expect(moveOfRuleName(madeRuleName(name, 12))).toBe(name)
  })
  it.each(['', 'Beta', '-a', 'a-', 'a.2', 'a'.repeat(41)])('refuses %j', (name) => {
    expect(matchNameProblem(name)).toBeDefined()
  })
  it.each(['aviary-beta.0', 'aviary-beta.x', 'aviary-beta.2.3', 'aviary-Beta', 'aviary-', 'beta'])(
    'knows %s for a name of a user',
    (name) => {
      expect(moveOfRuleName(name)).toBeUndefined()
    },
  )
})
