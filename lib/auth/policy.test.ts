import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePolicy, readPolicy } from './policy'

const bindings = 'bindings: [{ group: everyone, role: viewer }]\n'
const anywhere = { cluster: '*', namespace: '*', service: '*' }

describe('the policy file', () => {
  it('lays down nothing for releases unless it says so', () => {
    const none = { freezes: [], hours: [], limits: {}, approvals: [] }
    expect(parsePolicy(bindings).releases).toEqual(none)
    expect(parsePolicy(`${bindings}releases: {}`).releases).toEqual(none)
    expect(parsePolicy(bindings).bindings).toHaveLength(1)
  })

  it('reads freezes, hours, limits and approvals', () => {
    const text = `${bindings}
releases:
  freezes:
    - name: Christmas
      from: 2026-12-23T00:00:00+01:00
      to: 2026-12-27T00:00:00+01:00
      scope: { namespace: shop }
  hours:
    - name: Office hours
      zone: Europe/Berlin
      days: [1, 2, 3]
      from: '09:00'
      to: '24:00'
  limits:
    live: 5
    livePerNamespace: 2
  approvals:
    - count: 2
      expires: 24h
      scope: { cluster: prod, namespace: shop, service: checkout }
    - count: 1
`
    expect(parsePolicy(text).releases).toEqual({
      freezes: [
        {
          name: 'Christmas',
          from: '2026-12-23T00:00:00+01:00',
          to: '2026-12-27T00:00:00+01:00',
          scope: { ...anywhere, namespace: 'shop' },
        },
      ],
      hours: [
        {
          name: 'Office hours',
          zone: 'Europe/Berlin',
          days: [1, 2, 3],
          from: '09:00',
          to: '24:00',
          scope: anywhere,
        },
      ],
      limits: { live: 5, livePerNamespace: 2 },
      approvals: [
        {
          count: 2,
          expiresSeconds: 86_400,
          scope: { cluster: 'prod', namespace: 'shop', service: 'checkout' },
        },
        { count: 1, expiresSeconds: 86_400, scope: anywhere },
      ],
    })
  })

  it('is acceptable as documented', () => {
    const text = /```yaml\n(releases:[\s\S]+?)```/.exec(readFileSync('docs/releases.md', 'utf8'))?.[1] ?? ''
    const { releases } = parsePolicy(bindings + text)
    for (const part of [releases.freezes, releases.hours, releases.approvals]) expect(part).toHaveLength(1)
    const access = /```yaml\n(# yaml-language-server[\s\S]+?)```/.exec(readFileSync('docs/access.md', 'utf8'))
    expect(parsePolicy(access?.[1] ?? '')).toMatchObject({ policy: { twoPersons: true } })
  })

  it.each([
    [
      'hours: [{ name: Office, zone: Europe/Bern, from: "09:00", to: "17:00" }]',
      'releases.hours.0.zone: is no time zone',
    ],
    [
      'hours: [{ name: Office, zone: UTC, from: "9", to: "17:00" }]',
      'releases.hours.0.from: use a time such as 09:00',
    ],
    [
      'hours: [{ name: Office, zone: UTC, from: "17:00", to: "09:00" }]',
      'releases.hours.0.to: must be later than from',
    ],
    [
      'hours: [{ name: Office, zone: UTC, days: [0], from: "09:00", to: "17:00" }]',
      'releases.hours.0.days.0',
    ],
    ['freezes: [{ name: Night, from: yesterday, to: 2026-12-27T00:00:00Z }]', 'releases.freezes.0.from'],
    [
      'freezes: [{ name: Night, from: 2026-12-27T00:00:00Z, to: 2026-12-27T00:00:00Z }]',
      'releases.freezes.0.to: must be later than from',
    ],
    ['approvals: [{ count: 1, expires: soon }]', 'releases.approvals.0.expires: use a duration'],
    ['approvals: [{ count: 0 }]', 'releases.approvals.0.count'],
    ['limits: { all: 3 }', 'releases.limits'],
    ['frost: []', 'releases'],
  ])('says what is wrong with %s', (part, words) => {
    expect(() => parsePolicy(`${bindings}releases:\n  ${part}\n`)).toThrow(words)
  })

  it('knows people by issuer, stars inside names, and whether two persons change it', () => {
    const text = `bindings:
  - { subject: ann, issuer: https://id.example, role: viewer, scope: { namespace: team-*-prod } }
policy: { twoPersons: true }
`
    const { policy, bindings: read } = parsePolicy(text)
    expect(policy).toEqual({ twoPersons: true })
    expect(read).toMatchObject([{ issuer: 'https://id.example', scope: { namespace: 'team-*-prod' } }])
    expect(parsePolicy(bindings).policy).toEqual({ twoPersons: false })
  })

  it.each([
    ['bindings:\n  - group: a\n    role: emperor\n', 3, 'bindings.0.role'],
    ['bindings:\n  - { group: a, role: viewer }\n  - group: b\n', 3, 'bindings.1'],
    ['bindings:\n  - group: a\n    role: viewer\n    colour: red\n', 4, 'bindings.0'],
    ['bindings:\n  - { issuer: a, group: b, role: viewer }\n', 2, 'bindings.0'],
    ['bindings:\n  - { group: b, role: viewer, scope: { service: "a/b" } }\n', 2, 'bindings.0.scope.service'],
    ['bindings:\n  - { group: b, role: viewer, scope: { service: "a**" } }\n', 2, 'bindings.0.scope.service'],
    ['\nbindings: 1\nbindings: 2\n', 3, ''],
    ['bindings:\n  - { group: a\n', 3, ''],
    ['a: !!js/function x\n', 1, ''],
    ['bindings: *nowhere\n', 1, ''],
    ['- 1\n', 1, ''],
    ['', 1, ''],
  ])('says in which line it is wrong: %j', (text, line, path) => {
    const reading = readPolicy(text)
    expect(reading.ok ? [] : reading.problems).toContainEqual({
      line,
      path,
      message: expect.any(String) as string,
    })
  })

  it('does not unfold aliases without end', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghij'.split('').map((name, at) => {
        const before = 'abcdefghij'[at] ?? 'a'
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`
      }),
    ].join('\n')
    expect(readPolicy(bomb)).toMatchObject({ ok: false })
  })
})
