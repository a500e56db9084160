import type { Document } from 'yaml'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { AccessPolicy, PolicyProblem, PolicyReading } from '../domain/access/policy-version'
import { roles, verbs } from '../domain/access/verbs'
import { ReleaseRulesFile, ScopeFile } from './release-rules'

const mostProblems = 20
const Name = z.string().min(1).max(500)

const BindingFile = z
  .strictObject({
    group: Name.optional().describe('As the identity provider names it.'),
    subject: Name.optional().describe('One person, by the subject of their tokens.'),
    issuer: Name.optional().describe('Whose subject it is; without it, that of any provider.'),
    role: z.enum(roles).optional(),
    verbs: z.array(z.enum(verbs)).min(1).optional().describe('Besides the role, or in its place.'),
    effect: z.enum(['allow', 'deny']).default('allow').describe('A deny wins over every allow.'),
    scope: ScopeFile,
  })
  .refine((b) => (b.group === undefined) !== (b.subject === undefined), 'name either a group or a subject')
  .refine((b) => b.issuer === undefined || b.subject !== undefined, 'an issuer goes with a subject')
  .refine((b) => b.role !== undefined || b.verbs !== undefined, 'name a role or verbs')
  .meta({
    oneOf: [{ required: ['group'] }, { required: ['subject'] }],
    anyOf: [{ required: ['role'] }, { required: ['verbs'] }],
    dependentRequired: { issuer: ['subject'] },
  })
const PolicyRules = z
  .strictObject({
    twoPersons: z
      .boolean()
      .default(false)
      .describe('A change made in Aviary counts once a second person has approved it.'),
  })
  .default({ twoPersons: false })

/** The policy text as YAML gives it. */
export const PolicyText = z.strictObject({
  bindings: z.array(BindingFile).min(1),
  releases: ReleaseRulesFile,
  policy: PolicyRules,
}) satisfies z.ZodType<AccessPolicy>

/** Reads a policy text, or tells line by line what is wrong with it. */
export function readPolicy(text: string): PolicyReading {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line)
  const unread = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    path: '',
    line: lineAt(pos[0]),
    message,
  }))
  if (unread.length > 0) return refused(unread)
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    return refused([{ path: '', line: 1, message: error instanceof Error ? error.message : String(error) }])
  }
  const result = PolicyText.safeParse(value)
  if (result.success) return { ok: true, policy: result.data }
  return refused(
    result.error.issues.map((issue) => {
      const path =
        issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path
      return {
        path: issue.path.join('.'),
        line: lineAt(offsetOf(document, path)),
        message: issue.message,
      }
    }),
  )
}

const refused = (problems: PolicyProblem[]): PolicyReading => ({
  ok: false,
  problems: problems.slice(0, mostProblems),
})

/** Where the part of a path begins; what is missing is looked for where it should stand. */
function offsetOf(document: Document.Parsed, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isPlaced(node)) return node.range[0]
  }
  return document.contents?.range[0] ?? 0
}

const isPlaced = (node: unknown): node is { range: [number, number, number] } =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)

/** One line for each problem. */
export const problemLines = (problems: readonly PolicyProblem[]): string[] =>
  problems.map(({ path, line, message }) => `line ${line}${path === '' ? '' : `, ${path}`}: ${message}`)

/** Reads a policy text; throws an error that says which parts are wrong. */
export function parsePolicy(text: string): AccessPolicy {
  const reading = readPolicy(text)
  if (reading.ok) return reading.policy
  throw new Error(`The access policy is not acceptable: ${problemLines(reading.problems).join('; ')}`)
}
