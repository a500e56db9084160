import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { policyCommand } from './policy-command'

const example = 'docs/examples/policy.yaml'
const cases = 'docs/examples/policy-cases.yaml'
const files: Record<string, string> = {
  'broken.yaml': 'bindings:\n  - { group: a, role: emperor }\n  - { role: viewer }\n',
  'wrong.yaml':
    'cases:\n  - who: { groups: [everyone] }\n    verb: [view, promote]\n    expect: deny\n  - { verb: view, expect: deny, rule: binding 1 }\n',
  'no-cases.yaml': 'cases: []\n',
  'four.yaml': 'cases: [{ verb: view, scope: a/b/c/d, expect: deny }]\n',
}
const run = (...args: string[]) => policyCommand(args, (path) => files[path] ?? readFileSync(path, 'utf8'))

describe('the policy command', () => {
  it('finds the example and its cases as expected', () => {
    expect(run('check', example)).toMatchObject({ code: 0 })
    expect(run('check', 'sandbox/policy.yaml')).toMatchObject({ code: 0 })
    const { code, lines } = run('test', example, cases)
    expect([code, lines]).toEqual([0, [expect.stringMatching(/^(\d+) of \1 as expected$/)]])
  })

  it('names the line, the case and the rule that decided where one differs', () => {
    const { code, lines } = run('test', example, 'wrong.yaml')
    expect(code).toBe(1)
    expect(lines).toEqual([
      'wrong.yaml, line 2: view on any scope: view: expected deny; allowed by binding 1: allow viewer to group everyone on */*/*',
      'wrong.yaml, line 5: view on any scope: view: expected deny by binding 1; denied by default: no rule grants it',
      '1 of 3 as expected',
    ])
    const json = JSON.parse(run('test', example, 'wrong.yaml', '--json').lines.join('')) as {
      passed: boolean
      cases: { passed: boolean }[]
    }
    expect([json.passed, json.cases.map(({ passed }) => passed)]).toEqual([false, [false, true, false]])
  })

  it('names the lines of a policy that is not acceptable', () => {
    const { code, lines } = run('check', 'broken.yaml')
    expect(code).toBe(1)
    expect(lines[0]).toContain('broken.yaml, line 2, bindings.0.role')
    expect(lines[1]).toContain('broken.yaml, line 3, bindings.1: name either a group or a subject')
  })

  it('answers one question', () => {
    const asked = ['--verb', 'promote', '--scope', 'prod/shop-a/cart', '--group']
    expect(run('can', example, ...asked, 'team-shop')).toMatchObject({
      code: 0,
      lines: [expect.stringContaining('binding 3')],
    })
    expect(run('can', example, ...asked, 'everyone').code).toBe(1)
    const person = ['--subject', '00u7', '--issuer', 'https://id.example.com', '--verb', 'view', '--json']
    expect(JSON.parse(run('can', example, ...person).lines.join(''))).toMatchObject({ allowed: true })
  })

  it.each([
    [[]],
    [['frob', example]],
    [['check']],
    [['check', 'no-such-file']],
    [['check', example, cases]],
    [['test', example]],
    [['test', example, 'no-cases.yaml']],
    [['test', example, 'four.yaml']],
    [['can', example]],
    [['can', example, '--verb', 'everything']],
    [['can', example, '--verb', 'view', '--scope', 'a//b']],
    [['check', example, '--loud']],
  ])('says how it is used, with code 3: %j', (args) => {
    const { code, lines } = run(...args)
    expect(code).toBe(3)
    expect(lines.join('')).not.toBe('')
  })
})
