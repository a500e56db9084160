import { describe, expect, it } from 'vitest'
import { changesOf, changeWords, eventWords } from './event-words'

const move = (before: unknown, after: unknown) => ({ kind: 'intent', action: 'set-weights', before, after })

describe('changeWords', () => {
  it('says weights as shares, whatever the scale of the rule', () => {
    const before = { weights: { v1: 10, v2: 1 }, mirrors: [] }
    const after = { weights: { v1: 5, v2: 5 }, mirrors: [] }
    expect(changeWords(move(before, after))).toEqual(['v1 90.9 % → 50 %', 'v2 9.1 % → 50 %'])
  })

  it('tells destinations that came and went', () => {
    expect(changeWords(move({ weights: { v1: 100 } }, { weights: { v1: 100, v2: 0 } }))).toEqual([
      'v2 added at 0 %',
    ])
    expect(changeWords(move({ weights: { v1: 100, v2: 0 } }, { weights: { v1: 100 } }))).toEqual([
      'v2 removed',
    ])
  })

  it('tells mirrors', () => {
    const weights = { v1: 100 }
    const on = { weights, mirrors: [{ to: 'v2', percent: 100 }] }
    const off = { weights, mirrors: [] }
    expect(changeWords(move(off, on))).toEqual(['mirror none → v2 100 %'])
    expect(changeWords(move(on, off))).toEqual(['mirror v2 100 % → none'])
  })

  it('tells everything else by its path', () => {
    const event = {
      kind: 'release',
      action: 'release.pause',
      before: { state: 'running', step: 2 },
      after: { state: 'paused', step: 2 },
    }
    expect(changeWords(event)).toEqual(['state running → paused'])
  })

  it('has no words for a move that changes nothing, or for an event without states', () => {
    expect(changeWords(move({ weights: { v1: 1 } }, { weights: { v1: 1 } }))).toEqual([])
    expect(changeWords({ kind: 'auth', action: 'login' })).toEqual([])
  })
})

describe('eventWords', () => {
  it('tells a new release in short, its whole plan being recorded', () => {
    const plan = { preset: 'mirror-first', steps: [{ kind: 'weight', weight: 20 }] }
    const after = { from: 'v1', to: 'v2', plan, planHash: 'd31592b65284a636' }
    const event = { kind: 'release', action: 'release.create', after }
    expect(eventWords(event)).toBe('v1 → v2, mirror first, plan d31592b6…')
    const own = { ...after, plan: { steps: [] }, planHash: undefined }
    expect(eventWords({ ...event, after: own })).toBe('v1 → v2, own steps')
    const named = { ...after, plan: { ...plan, template: { name: 'slow', version: 2 } } }
    expect(eventWords({ ...event, after: named })).toBe('v1 → v2, slow, plan d31592b6…')
  })

  it('tells what of the log was read, and nothing of other readings', () => {
    const read = { kind: 'read', action: 'audit.export', detail: { format: 'csv', filter: {} } }
    expect(eventWords(read)).toBe('the whole log')
    expect(eventWords({ ...read, action: 'release.report', detail: { version: 3 } })).toBe('')
  })

  it('prefers the words of a release', () => {
    const event = {
      kind: 'release',
      action: 'release.step',
      before: { step: 1 },
      after: { step: 2 },
      detail: { words: 'Step 2 of 5 in place.' },
    }
    expect(eventWords(event)).toBe('Step 2 of 5 in place.')
  })

  it('tells tokens, denials, sign-ins and readings', () => {
    const token = { token: 't', name: 'ci', role: 'on-call', scope: { namespace: 'shop' }, expires: 'x' }
    expect(eventWords({ kind: 'token', action: 'token.create', detail: token })).toBe(
      'ci, role on-call, on shop',
    )
    expect(eventWords({ kind: 'denied', action: 'promote', detail: { rule: 'default' } })).toBe(
      'refused by default',
    )
    expect(eventWords({ kind: 'auth', action: 'login', detail: { groups: ['a', 'b'] } })).toBe('groups a, b')
    expect(eventWords({ kind: 'read', action: 'audit.read', detail: { filter: {} } })).toBe('the whole log')
    expect(eventWords({ kind: 'read', action: 'audit.read', detail: { filter: { q: 'tax' } } })).toBe('q tax')
  })
})

it('changesOf compares lists as a whole and keeps absence apart from null', () => {
  expect(changesOf({ a: [1], b: null }, { a: [1, 2] })).toEqual([
    { path: 'a', before: '[1]', after: '[1,2]' },
    { path: 'b', before: 'null' },
  ])
  expect(changesOf({ a: { x: 1 } }, { a: 'gone' })).toEqual([{ path: 'a', before: '{"x":1}', after: 'gone' }])
})

it('words of the policy name revisions and what changed first', () => {
  const detail = { diff: ['+4   - { group: guests, role: viewer }', '-9 policy: {}'] }
  const event = {
    kind: 'policy',
    action: 'policy.changed',
    before: { revision: '3' },
    after: { revision: '4' },
  }
  expect(eventWords({ ...event, detail })).toBe(
    'revision 3 → 4: +4   - { group: guests, role: viewer } and 1 more',
  )
  expect(eventWords({ ...event, before: null, detail: {} })).toBe('revision 4')
})
