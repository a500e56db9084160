import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MatchCondition } from '@/lib/domain/traffic/model'
import { codeOf } from '../code-of.fixture'
import { conditionsOf, hostsOf, mayBothMatch } from './conditions'
import { matchText } from './match-text'
import { parseRule } from './parse-rule'

const other = (value: string) => [[{ kind: 'other', op: 'exact', value }]]

describe('rules of Traefik v3', () => {
  it('are read as alternatives of conditions', () => {
    const rule =
      '(Host(`a`) || host("b")) && PathPrefix(`/x`) && !(Method(`POST`) || HeaderRegexp(`X`, `.*`))'
    const rest = [
      { kind: 'path', op: 'prefix', value: '/x' },
      { kind: 'other', op: 'exact', value: '!Method(`POST`)' },
      { kind: 'header', name: 'X', op: 'absent' },
    ]
    expect(conditionsOf(rule)).toEqual([
      [{ kind: 'host', op: 'exact', value: 'a' }, ...rest],
      [{ kind: 'host', op: 'exact', value: 'b' }, ...rest],
    ])
    expect(hostsOf(conditionsOf(rule))).toEqual(['a', 'b'])
  })

  it('bind and closer than or', () => {
    expect(conditionsOf('Method(`A`) || Method(`B`) && ClientIP(`10.0.0.0/8`)')).toEqual([
      [{ kind: 'method', op: 'exact', value: 'A' }],
      [
        { kind: 'method', op: 'exact', value: 'B' },
        { kind: 'source', op: 'exact', value: '10.0.0.0/8' },
      ],
    ])
  })

  it('show a cookie as one', () => {
    const cookie = 'HeaderRegexp(`Cookie`, `(^|;\\s*)canary=always(;|$)`)'
    expect(conditionsOf(cookie)).toEqual([[{ kind: 'cookie', name: 'canary', op: 'exact', value: 'always' }]])
    expect(conditionsOf('HeaderRegexp(`Cookie`, `canary`)')[0]?.[0]).toMatchObject({
      kind: 'header',
      op: 'regex',
    })
  })

  it('are shown as they stand where they cannot be read', () => {
    for (const rule of [
      'Nonsense((',
      'Host(`a`) &&',
      'Host(`a`, `b`)',
      'Host(``)',
      'Header(`a`)',
      'Unknown(`a`)',
      'Host(`a`) Host(`b`)',
      'Host(`a)',
      '(Host(`a`)',
      '',
    ]) {
      expect(parseRule(rule)).toBeUndefined()
      expect(conditionsOf(rule)).toEqual(other(rule))
    }
    expect(conditionsOf('Host(`a`)', 'v2')).toEqual(other('Host(`a`)'))
    const many = Array.from({ length: 8 }, (_, index) => `(Method(\`A\`) || Path(\`/${index}\`))`).join(
      ' && ',
    )
    expect(conditionsOf(many)).toEqual(other(many))
    expect(parseRule(`${'('.repeat(5000)}Host(\`a\`)${')'.repeat(5000)}`)).toBeUndefined()
  })

  it('exclude each other by hosts, paths and methods', () => {
    const both = (one: string, two: string) => mayBothMatch(conditionsOf(one), conditionsOf(two))
    expect(both('Host(`a`)', 'Host(`A`)')).toBe(true)
    expect(both('Host(`a`)', 'Host(`b`)')).toBe(false)
    expect(both('Host(`a`) || Host(`b`)', 'Host(`b`)')).toBe(true)
    expect(both('PathPrefix(`/a`)', 'Path(`/ab`)')).toBe(true)
    expect(both('PathPrefix(`/a`)', 'PathPrefix(`/b`)')).toBe(false)
    expect(both('Method(`GET`)', 'Header(`X`, `1`)')).toBe(true)
  })
})

const name = fc.constantFrom('X-User', 'canary', 'a.b', 'q_1')
const value = fc.string({
  minLength: 1,
  unit: fc.constantFrom('a', '.', '*', '`', '"', '\\', '(', ';', ' ', 'ü', '\n'),
})
const condition: fc.Arbitrary<MatchCondition> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('header', 'cookie', 'query'),
    name,
    op: fc.constantFrom('exact', 'prefix'),
    value,
  }),
  fc.record({
    kind: fc.constantFrom('header', 'cookie', 'query'),
    name,
    op: fc.constantFrom('present', 'absent'),
  }),
  fc.record({
    kind: fc.constantFrom('host'),
    op: fc.constantFrom('exact'),
    value: fc.constantFrom('a.test', 'b`"'),
  }),
  fc.record({
    kind: fc.constantFrom('host', 'path'),
    op: fc.constantFrom('regex'),
    value: fc.constantFrom('^/a\\.b$', '(a|b)'),
  }),
  fc.record({
    kind: fc.constantFrom('path'),
    op: fc.constantFrom('exact', 'prefix'),
    value: value.map((text) => `/${text}`),
  }),
  fc.record({
    kind: fc.constantFrom('method'),
    op: fc.constantFrom('exact'),
    value: fc.constantFrom('GET', 'PUT'),
  }),
  fc.record({
    kind: fc.constantFrom('source'),
    op: fc.constantFrom('exact'),
    value: fc.constantFrom('::1', '10.0.0.0/8'),
  }),
)

describe('conditions as text', () => {
  it('read back as what was asked', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), (when) => {
        expect(conditionsOf(matchText(when))).toEqual([when])
      }),
      { numRuns: 2000 },
    )
  })

  it('are refused where Traefik would refuse them', () => {
    const code = (when: MatchCondition) => codeOf(() => matchText([when]))
    const refused: MatchCondition[] = [
      { kind: 'port', op: 'exact', value: '80' },
      { kind: 'method', op: 'regex', value: 'G.*' },
      { kind: 'source', op: 'exact', value: 'everyone' },
      { kind: 'header', op: 'exact', value: 'x' },
      { kind: 'header', name: 'X', op: 'regex', value: '(' },
      { kind: 'header', name: 'X', op: 'regex', value: '(?=a)' },
      { kind: 'query', name: 'X', op: 'regex', value: '(a)\\1' },
      { kind: 'path', op: 'exact', value: 'a' },
      { kind: 'host', op: 'exact', value: 'bücher.test' },
      { kind: 'host', op: 'present' },
    ]
    expect(refused.map(code)).toEqual(refused.map(() => 'invalid'))
    expect(matchText([{ kind: 'query', name: 'q', op: 'exact', value: '' }])).toBe('Query(`q`)')
    expect(matchText([{ kind: 'header', name: 'q', op: 'exact', value: '' }])).toBe('HeaderRegexp(`q`, `^$`)')
  })
})
