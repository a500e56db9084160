import { z } from 'zod'
import { CanDto, VerbDto } from './access'
import { ActorDto, Id, PageParams, Reason } from './common'

const Scope = z.object({ cluster: z.string(), namespace: z.string(), service: z.string() })
const Rights = z.array(z.object({ verb: VerbDto, scope: Scope }))
/** What changes for those who are in this one group, or are this person, by the rules that name them. */
export const RightsChangeDto = z.object({
  who: z.object({ group: z.string(), subject: z.string(), issuer: z.string() }).partial(),
  gained: Rights,
  lost: Rights,
  denied: Rights,
  noLongerDenied: Rights,
})
export type RightsChangeDto = z.infer<typeof RightsChangeDto>

export const PolicyEntryDto = z.object({
  revision: z.string(),
  /** SHA-256 of the text. */
  hash: z.string(),
  source: z.enum(['file', 'console']),
  /** `expired`: proposed too long ago, or for another policy than the active one. */
  state: z.enum(['active', 'proposed', 'expired', 'rejected', 'superseded', 'withdrawn']),
  at: z.string(),
  author: ActorDto,
  reason: z.string().optional(),
  /** Revision that it replaced, or was proposed to replace. */
  base: z.string().optional(),
  expires: z.string().optional(),
  decided: z.object({ by: ActorDto, at: z.string(), reason: z.string().optional() }).optional(),
})
export type PolicyEntryDto = z.infer<typeof PolicyEntryDto>
export const PolicyDto = PolicyEntryDto.extend({ text: z.string() })
export type PolicyDto = z.infer<typeof PolicyDto>
export const PolicyWithBeforeDto = PolicyDto.extend({
  before: z.object({ revision: z.string(), text: z.string() }).optional(),
})
export type PolicyWithBeforeDto = z.infer<typeof PolicyWithBeforeDto>
export const ProposedPolicyDto = PolicyDto.extend({ own: z.boolean(), changes: z.array(RightsChangeDto) })
export type ProposedPolicyDto = z.infer<typeof ProposedPolicyDto>

export const PoliciesQuery = z.strictObject(PageParams)
export const PoliciesDto = z.object({
  active: PolicyDto,
  proposed: z.array(ProposedPolicyDto),
  history: z.array(PolicyEntryDto),
  next: z.string().nullable(),
  twoPersons: z.boolean(),
  /** Whether the asking person may change it. */
  edit: CanDto,
  /** What could not be read; the last good policy stays in force. */
  problems: z.object({ file: z.string().optional(), active: z.string().optional() }),
})
export type PoliciesDto = z.infer<typeof PoliciesDto>

export const ChangePolicyBody = z.strictObject({
  /** YAML. */
  text: z.string().min(1).max(60_000),
  expectedRevision: z.string().max(20).optional(),
  /** Needed except in a dry run. */
  reason: Reason.optional(),
  dryRun: z.boolean().optional(),
  /** That one cannot change the policy any more is meant. */
  lockMeOut: z.boolean().optional(),
})
export const PolicyChangeDto = z.object({
  outcome: z.enum(['active', 'proposed', 'unchanged', 'dry-run']),
  version: PolicyDto.optional(),
  /** Revision that the changes are counted from. */
  base: z.string(),
  twoPersons: z.object({ before: z.boolean(), after: z.boolean() }),
  releasesChanged: z.boolean(),
  /** The asking person could not change the policy any more. */
  locksOut: z.boolean(),
  changes: z.array(RightsChangeDto),
})
export type PolicyChangeDto = z.infer<typeof PolicyChangeDto>

export const DecidePolicyBody = z.strictObject({ reason: Reason.optional() }).optional()
export const PolicyPath = z.object({ revision: Id })
export const PolicySchemaDto = z.record(z.string(), z.unknown())
