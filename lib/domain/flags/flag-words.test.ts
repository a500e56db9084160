import { describe, expect, it } from 'vitest'
import type { FlagSet } from './flag'
import { changeWords } from './flag-words'
import { booleanFlag } from './flags.fixture'
import { parseFlags } from './parse-flags'
import { readStoredFlags, storedFlags } from './stored-flags'
import { toAuditValue } from '../audit/canonical'

function flags(defined: Record<string, unknown>): FlagSet {
  const parsed = parseFlags(JSON.stringify({ flags: defined }))
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed.flags
}
const words = (before: unknown, after: unknown) =>
  changeWords(flags({ 'new-checkout': before }), flags({ 'new-checkout': after }))
const rule = (name: string) => ({ ...booleanFlag('off'), targeting: { if: [{ var: name }, 'on', 'off'] } })

describe('changeWords', () => {
  it.each([
    [booleanFlag('off'), booleanFlag('on'), 'off → on'],
    [booleanFlag('off', 10), booleanFlag('off', 50), 'on 10 % → 50 %'],
    [booleanFlag('off'), booleanFlag('off', 12.5), 'off → on 12.5 %'],
    [booleanFlag('off', 50), booleanFlag('on'), 'on 50 % → on'],
    [booleanFlag('on'), { ...booleanFlag('on'), state: 'DISABLED' }, 'on → disabled'],
    [booleanFlag('off'), rule('beta'), 'off → off, unless a rule says otherwise'],
    [rule('beta'), rule('staff'), 'targeting changed'],
    [booleanFlag('off', 10), booleanFlag('on', 10), 'default off → on'],
    [
      { ...booleanFlag('on'), variants: { on: 1, off: 0 } },
      { ...booleanFlag('on'), variants: { on: 2, off: 0 } },
      'values of its variants changed',
    ],
    [{ ...booleanFlag('on'), defaultVariant: null }, booleanFlag('on'), "the code's default → on"],
  ])('%#', (before, after, expected) => {
    expect(words(before, after)).toEqual([`new-checkout: ${expected}`])
  })

  it('tells flags that came and went, by key, and is silent when nothing changed', () => {
    const before = flags({ b: booleanFlag('on'), same: booleanFlag('off', 10) })
    const after = flags({ a: booleanFlag('off', 5), same: booleanFlag('off', 10) })
    expect(changeWords(before, after)).toEqual(['a: added, on 5 %', 'b: removed'])
    expect(words(booleanFlag('off', 10), booleanFlag('off', 10))).toEqual([])
  })
})

describe('stored flags', () => {
  it('come back from the audit log as they were, fractions included', () => {
    const kept = flags({ a: booleanFlag('off', 12.5), b: rule('x'), c: booleanFlag('on') })
    expect(readStoredFlags(toAuditValue(storedFlags(kept)))).toEqual(kept)
  })
  it('are not known when the log left them out', () => {
    expect(readStoredFlags({ bytes: 70_000, omitted: true, sha256: 'x' })).toBeUndefined()
    expect(readStoredFlags(undefined)).toBeUndefined()
  })
})
