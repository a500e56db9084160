import { describe, expect, it } from 'vitest'
import { booleanFlag } from './flags.fixture'
import { parseFlags } from './parse-flags'

const parse = (flags: unknown, rest: object = {}) => parseFlags(JSON.stringify({ flags, ...rest }))
const one = (flag: unknown, rest: object = {}) => {
  const parsed = parse({ flag }, rest)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed.flags.get('flag')
}

describe('parseFlags', () => {
  it('reads state, default and the shares of a plain fractional', () => {
    expect(one(booleanFlag('off', 12.5))).toMatchObject({
      state: 'ENABLED',
      defaultVariant: 'off',
      shares: { on: 12.5, off: 87.5 },
    })
    expect(one(booleanFlag('on'))).not.toHaveProperty('shares')
    expect(one({ ...booleanFlag('off'), defaultVariant: null, targeting: {} })).toMatchObject({
      defaultVariant: null,
    })
  })

  it('takes weights as proportions, 1 where none is given, and no bucketing value', () => {
    const flag = { ...booleanFlag('off'), targeting: { fractional: [['on'], ['off', 2], ['on', 1]] } }
    expect(one(flag)).toMatchObject({ shares: { on: 50, off: 50 } })
  })

  it.each([
    { if: [{ var: 'beta' }, 'on', 'off'] },
    { fractional: [{ var: 'email' }, ['on', -1], ['off', 2]] },
    { fractional: [{ var: 'email' }, ['on', { var: 'share' }], ['off', 2]] },
    { fractional: [{ var: 'email' }, ['blue', 1], ['off', 2]] },
    { fractional: [{ var: 'email' }, ['on', 0]] },
    { fractional: [] },
    { fractional: [['on', 1]], other: [] },
  ])('gives no shares for any other rule, but knows when it changes: %j', (targeting) => {
    const flag = one({ ...booleanFlag('off'), targeting })
    expect(flag).not.toHaveProperty('shares')
    expect(flag?.rule).toMatch(/^[0-9a-f]{16}$/)
  })

  it('knows when a rule changes that flags share, and not when only keys are in another order', () => {
    const flag = { ...booleanFlag('off'), targeting: { $ref: 'beta' } }
    const rule = (beta: unknown) => one(flag, { $evaluators: { beta } })?.rule
    expect(rule({ var: 'a' })).not.toBe(rule({ var: 'b' }))
    const { variants, ...rest } = booleanFlag('off')
    expect(one({ variants: { off: variants.off, on: variants.on }, ...rest })).toEqual(
      one(booleanFlag('off')),
    )
  })

  it('reads a list of flags, and keys with the names of object members', () => {
    const parsed = parse([{ key: '__proto__', ...booleanFlag('on') }])
    expect('flags' in parsed && [...parsed.flags.keys()]).toEqual(['__proto__'])
  })

  it.each([
    ['{', 'it is not JSON'],
    ['[]', 'it has no flags'],
    ['{"flags":{"a":1}}', 'flag a: it is not an object'],
    ['{"flags":{"a":{"state":"on"}}}', 'flag a: its state is neither ENABLED nor DISABLED'],
    ['{"flags":{"a":{"state":"ENABLED"}}}', 'flag a: it has no variants'],
    [
      '{"flags":{"a":{"state":"ENABLED","variants":{},"defaultVariant":"x"}}}',
      'flag a: its defaultVariant is none of its variants',
    ],
    [
      `{"flags":{"a":{"state":"ENABLED","variants":{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}}}}`,
      'it is nested too deeply',
    ],
  ])('says what is wrong, and never throws', (text, problem) => {
    expect(parseFlags(text)).toEqual({ problem })
  })
})
