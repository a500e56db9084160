import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { Decision, Policy, Principal, Scope } from '../domain/access/decide'
import { decide } from '../domain/access/decide'
import type { Verb } from '../domain/access/verbs'
import { roles, verbs } from '../domain/access/verbs'

const Name = z.string().min(1)
const OneVerb = z.enum(verbs)
const CaseFile = z.strictObject({
  name: Name.optional(),
  who: z
    .strictObject({
      groups: z.array(Name).default([]),
      subject: Name.default('somebody'),
      issuer: Name.default('any'),
      token: z.strictObject({ role: z.enum(roles), scope: Name.optional() }).optional(),
    })
    .prefault({}),
  verb: z.union([OneVerb, z.array(OneVerb).min(1)]),
  /** `cluster/namespace/service`; left out or `*`: on any. */
  scope: Name.optional(),
  expect: z.enum(['allow', 'deny']),
  /** A part of the name of the rule that has to decide, such as `binding 3`. */
  rule: Name.optional(),
})
const CasesFile = z.strictObject({ cases: z.array(CaseFile).min(1) })

export interface PolicyCase {
  name: string
  /** Where it stands in its file, from 1. */
  line: number
  who: Principal
  verb: Verb
  scope: Partial<Scope>
  expect: 'allow' | 'deny'
  rule?: string
}

export interface CaseResult extends Decision {
  case: PolicyCase
  passed: boolean
}

/** Reads a file of cases, one for each verb. Throws an error that says what is wrong with it. */
export function parseCases(text: string): PolicyCase[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken) throw new Error(`line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`)
  const result = CasesFile.safeParse(document.toJS())
  if (!result.success) {
    const words = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Error(words.join('; '))
  }
  return result.data.cases.flatMap((each, index) => {
    const node = document.getIn(['cases', index], true) as { range: [number, number, number] }
    const line = lines.linePos(node.range[0]).line
    return [each.verb].flat().map((verb): PolicyCase => {
      const { token, ...who } = each.who
      const scope = parseScope(each.scope)
      return {
        name: each.name ?? `${verb} on ${each.scope ?? 'any scope'}`,
        line,
        who: {
          ...who,
          ...(token ? { token: { role: token.role, scope: parseScope(token.scope) } } : {}),
        },
        verb,
        scope,
        expect: each.expect,
        ...(each.rule === undefined ? {} : { rule: each.rule }),
      }
    })
  })
}

/** `cluster/namespace/service` as a scope; `*`, and what is left out at the end, means any. Throws on more parts. */
export function parseScope(text: string | undefined): Partial<Scope> {
  const parts = text === undefined ? [] : text.split('/')
  if (parts.length > 3 || parts.includes(''))
    throw new Error(`${text ?? ''} is no scope; write cluster/namespace/service`)
  const [cluster = '*', namespace = '*', service = '*'] = parts
  return Object.fromEntries(
    Object.entries({ cluster, namespace, service }).filter(([, value]) => value !== '*'),
  )
}

/** What the policy decides in each case, and whether that is what was expected, by the rule that was expected. */
export function runCases(policy: Policy, cases: readonly PolicyCase[]): CaseResult[] {
  return cases.map((each) => {
    const decision = decide(policy, each.who, each.verb, each.scope)
    const passed =
      decision.allowed === (each.expect === 'allow') &&
      (each.rule === undefined || `${decision.rule} `.replace(':', ' ').includes(`${each.rule} `))
    return { ...decision, case: each, passed }
  })
}
