import { parseArgs } from 'node:util'
import type { Decision } from '../domain/access/decide'
import { decide } from '../domain/access/decide'
import type { AccessPolicy } from '../domain/access/policy-version'
import { isVerb, verbs } from '../domain/access/verbs'
import { parseCases, parseScope, runCases, type CaseResult } from './policy-cases'
import { problemLines, readPolicy } from './policy'
import { policySchema } from './policy-schema'

const usage = `npm run policy -- check POLICY
npm run policy -- test POLICY CASES [--json]
npm run policy -- can POLICY --verb VERB [--group GROUP]… [--subject SUBJECT [--issuer ISSUER]] [--scope cluster/namespace/service] [--json]
npm run policy -- schema`

export interface CommandResult {
  /** 0 all as expected, 1 something differs, 3 wrong usage. */
  code: 0 | 1 | 3
  lines: string[]
}

class Usage extends Error {}

/** Runs one command about policy files, without network or database; `read` answers a file's text. */
export function policyCommand(args: readonly string[], read: (path: string) => string): CommandResult {
  try {
    return run(args, read)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return { code: 3, lines: [words, ...(error instanceof Usage ? [usage] : [])] }
  }
}

function run(args: readonly string[], read: (path: string) => string): CommandResult {
  const { values, positionals } = options(args)
  const [command, file, cases, ...more] = positionals
  if (command === 'schema' && file === undefined)
    return { code: 0, lines: JSON.stringify(policySchema(), null, 2).split('\n') }
  if (command === undefined || !['check', 'test', 'can'].includes(command) || file === undefined)
    throw new Usage('Name a command and a policy file.')
  if (more.length > 0 || (cases !== undefined) !== (command === 'test'))
    throw new Usage(command === 'test' ? 'Name one file of cases.' : 'Name one policy file.')
  const reading = readPolicy(read(file))
  if (!reading.ok) return { code: 1, lines: problemLines(reading.problems).map((line) => `${file}, ${line}`) }
  const { policy } = reading
  if (command === 'check') return { code: 0, lines: [`${file}: ${summary(policy)}`] }
  return command === 'can'
    ? can(policy, values)
    : test(runCases(policy, parseCases(read(cases ?? ''))), cases ?? '', values.json === true)
}

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        verb: { type: 'string' },
        group: { type: 'string', multiple: true },
        subject: { type: 'string' },
        issuer: { type: 'string' },
        scope: { type: 'string' },
        json: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error))
  }
}

type Values = ReturnType<typeof options>['values']

const summary = ({ bindings, policy }: AccessPolicy) =>
  `${bindings.length} bindings${policy.twoPersons ? ', changed by two persons' : ''}; acceptable`

function can(policy: AccessPolicy, values: Values): CommandResult {
  const verb = values.verb ?? ''
  if (!isVerb(verb)) throw new Usage(`--verb is one of ${verbs.join(', ')}`)
  const who = {
    groups: values.group ?? [],
    subject: values.subject ?? 'somebody',
    issuer: values.issuer ?? 'any',
  }
  const decision = decide(policy, who, verb, parseScope(values.scope))
  const lines = values.json === true ? [JSON.stringify(decision)] : [decisionWords(decision)]
  return { code: decision.allowed ? 0 : 1, lines }
}

function test(results: readonly CaseResult[], file: string, json: boolean): CommandResult {
  const failed = results.filter(({ passed }) => !passed)
  const code = failed.length === 0 ? 0 : 1
  if (json) {
    const cases = results.map(({ case: { name, line, verb, expect }, allowed, rule, passed }) => {
      return { name, line, verb, expect, decided: allowed ? 'allow' : 'deny', rule, passed }
    })
    return { code, lines: [JSON.stringify({ passed: failed.length === 0, cases })] }
  }
  const words = failed.map(({ case: { name, line, verb, expect, rule }, ...decision }) => {
    const by = rule === undefined ? '' : ` by ${rule}`
    return `${file}, line ${line}: ${name}: ${verb}: expected ${expect}${by}; ${decisionWords(decision)}`
  })
  return { code, lines: [...words, `${results.length - failed.length} of ${results.length} as expected`] }
}

const decisionWords = ({ allowed, rule }: Decision) =>
  `${allowed ? 'allowed' : 'denied'} by ${rule === 'default' ? 'default: no rule grants it' : rule}`
