import { describe, expect, it } from 'vitest'
import { codeOf } from './code-of.fixture'
import { requireMirrorPercent } from './mirror-percent'

describe('requireMirrorPercent', () => {
  it.each([0, 1, 100])('takes %d', (percent) => {
    expect(
      codeOf(() => {
        requireMirrorPercent(percent)
      }),
    ).toBeUndefined()
  })
  it.each([-1, 0.5, 101, Number.NaN])('refuses %d', (percent) => {
    expect(
      codeOf(() => {
        requireMirrorPercent(percent)
      }),
    ).toBe('invalid')
  })
})
