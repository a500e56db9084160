import { parse } from 'yaml'
import { z } from 'zod'
import type { Policy } from '../domain/access/decide'
import { roles, verbs } from '../domain/access/verbs'
import type { ReleaseRules } from '../domain/release/release-rules'
import { ReleaseRulesFile } from './release-rules'

/** What the policy file lays down: who may do what, and what holds for all releases. */
export interface PolicyFile extends Policy {
  releases: ReleaseRules
}

const BindingFile = z
  .strictObject({
    group: z.string().min(1).optional(),
    subject: z.string().min(1).optional(),
    role: z.enum(roles).optional(),
    verbs: z.array(z.enum(verbs)).optional(),
    effect: z.enum(['allow', 'deny']).default('allow'),
    scope: z
      .strictObject({
        cluster: z.string().default('*'),
        namespace: z.string().default('*'),
        service: z.string().default('*'),
      })
      .default({ cluster: '*', namespace: '*', service: '*' }),
  })
  .refine((b) => (b.group === undefined) !== (b.subject === undefined), 'name either a group or a subject')
  .refine((b) => b.role !== undefined || b.verbs !== undefined, 'name a role or verbs')
const PolicyText = z.strictObject({ bindings: z.array(BindingFile).min(1), releases: ReleaseRulesFile })

/** Parses the policy text; throws an error that says which part is wrong. */
export function parsePolicy(text: string): PolicyFile {
  const result = PolicyText.safeParse(parse(text))
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The access policy is not acceptable: ${lines.join('; ')}`)
  }
  return result.data
}
