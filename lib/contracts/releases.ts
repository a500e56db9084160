import { z } from 'zod'
import { holdCauses, releaseStates } from '../domain/release/release'
import {
  FindingDto,
  Id,
  ObjectRefDto,
  PageParams,
  pageOf,
  Reason,
  ServiceParam,
  ServiceRefDto,
  Time,
} from './common'
import { JsonPatchDto, OperationDto } from './moves'
import { PlanBody, PlanDto, StepDto } from './plans'

export const CreateReleaseBody = z.strictObject({
  service: ServiceRefDto,
  from: z.string().min(1).max(63),
  to: z.string().min(1).max(63),
  rules: z
    .array(z.strictObject({ route: Id, rule: Id }))
    .min(1)
    .max(50)
    .optional(),
  plan: PlanBody,
  reason: Reason.optional(),
  dryRun: z.boolean().optional(),
})
export const VerbBody = z.strictObject({ reason: Reason.optional() }).optional()
/** While holding on drift: `adopt` takes the routes as they are, `restore` puts the step's own state back. */
export const ResumeBody = z
  .strictObject({ reason: Reason.optional(), drift: z.enum(['adopt', 'restore']).optional() })
  .optional()
/** `override` goes past a failing verdict, a missing approval or a freeze; it needs that permission and a reason. */
export const PromoteBody = z
  .strictObject({ reason: Reason.optional(), override: z.boolean().optional() })
  .optional()
export const SetWeightBody = z.strictObject({
  weight: z.number().int().min(0).max(100),
  reason: Reason.optional(),
})
export const ApprovalBody = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  planHash: z.string().min(1).max(200),
  reason: Reason.optional(),
})
export const ReleaseStateDto = z.enum(releaseStates)
export const VerdictDto = z.object({
  state: z.enum(['pass', 'fail', 'inconclusive', 'error']),
  words: z.string(),
})
export const CheckResultDto = z.object({
  name: z.string(),
  kind: z.string(),
  state: z.string(),
  evidence: z.string(),
  requestsSeen: z.number(),
  requestsNeeded: z.number().optional(),
  /** e-values: *worse?* fails at 100 and warns at 20, *good enough?* passes at 20. */
  worse: z.number().optional(),
  goodEnough: z.number().optional(),
  /** Confidence sequence of the ratio canary to control. */
  ratio: z.object({ low: z.number(), high: z.number().nullable() }).optional(),
})
export type CheckResultDto = z.infer<typeof CheckResultDto>
export const ApprovalDto = z.object({
  id: z.string(),
  decision: z.enum(['approve', 'reject']),
  who: z.string(),
  planHash: z.string(),
  attempt: z.number(),
  step: z.number().optional(),
  at: z.string(),
  expiresAt: z.string(),
  reason: z.string().optional(),
  /** `used`, `expired`, `open`, or `void` where it belongs to another plan or attempt. */
  standing: z.enum(['open', 'used', 'expired', 'void']),
})
export type ApprovalDto = z.infer<typeof ApprovalDto>
const SideDto = z.object({
  requests: z.number(),
  failures: z.number(),
  slow: z.record(z.string(), z.number()),
})
export const MeasurementDto = z.object({
  seq: z.number(),
  attempt: z.number(),
  step: z.number(),
  at: z.string(),
  interval: z
    .object({
      from: z.string(),
      to: z.string(),
      source: z.enum(['live', 'mirror']),
      complete: z.boolean(),
      problem: z.string().optional(),
      canary: SideDto,
      control: SideDto.optional(),
    })
    .catchall(z.unknown()),
  verdict: VerdictDto,
  checks: z.array(CheckResultDto),
})
export type MeasurementDto = z.infer<typeof MeasurementDto>
export const MeasurementsQuery = z.strictObject({ ...PageParams })
export const MeasurementsPage = pageOf(MeasurementDto)
export const ReleaseDto = z.object({
  id: z.string(),
  version: z.number(),
  state: ReleaseStateDto,
  service: ServiceRefDto,
  from: z.string(),
  to: z.string(),
  plan: PlanDto,
  planHash: z.string(),
  attempt: z.number(),
  step: z.object({
    index: z.number(),
    of: z.number(),
    kind: z.string(),
    weight: z.number().optional(),
    since: z.string().optional(),
    /** When the bake ends at the earliest; absent while paused. */
    until: z.string().optional(),
    /** Of a bake: requests seen on the canary since it began, and how many it wants. */
    requestsSeen: z.number().optional(),
    requestsWanted: z.number().optional(),
  }),
  /** The canary's desired weight now, from the live route. */
  weight: z.number().nullable(),
  /** What Promote would do, in words: "go to 40 %". */
  next: z.string().optional(),
  waitingFor: z.string().optional(),
  /** Why it holds, while it does. */
  holdCause: z.enum(holdCauses).optional(),
  stateSince: z.string().optional(),
  /** When the evidence of the stage in hand began. */
  stageSince: z.string().optional(),
  /** How the split of the release's rules stands while a step has traffic. */
  split: z
    .object({ state: z.enum(['verified', 'converging', 'off', 'unverifiable']), reason: z.string() })
    .optional(),
  verdict: VerdictDto.optional(),
  checks: z.array(CheckResultDto),
  approvals: z.array(ApprovalDto),
  operations: z.array(OperationDto),
  /** The newest ones; all of them at `/releases/{id}/measurements`. */
  measurements: z.array(MeasurementDto),
  people: z.array(z.object({ what: z.string(), who: z.string(), at: z.string() })),
  log: z.array(
    z.object({
      at: z.string(),
      kind: z.string(),
      words: z.string(),
      who: z.string().optional(),
      operation: z.string().optional(),
    }),
  ),
  allowed: z.array(z.string()),
  createdAt: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
})
export type ReleaseDto = z.infer<typeof ReleaseDto>
export const ReleasePreviewDto = z.object({
  plan: PlanDto,
  planHash: z.string(),
  steps: z.array(
    z.object({ step: StepDto, patches: z.array(z.object({ object: ObjectRefDto, patch: JsonPatchDto })) }),
  ),
  findings: z.array(FindingDto),
  /** Seconds, without waiting for a person or for evidence; `longest` with every analysis taking all its time. */
  duration: z.number(),
  longest: z.number(),
  /** Requests that reach the canary by the present rate, users' and mirrored copies apart; null without metrics. */
  exposure: z.object({ requests: z.number(), mirrored: z.number(), ratePerSecond: z.number() }).nullable(),
  /** What keeps the release from starting now besides findings: a freeze, a limit, missing approvals. */
  obstacles: z.array(z.string()),
})
export type ReleasePreviewDto = z.infer<typeof ReleasePreviewDto>
export const ReleasesQuery = z.strictObject({
  /** One state, or several by comma, or `live`. */
  state: z.string().max(200).optional(),
  service: ServiceParam.optional(),
  from: Time.optional(),
  to: Time.optional(),
  ...PageParams,
})
export const ReleaseQuery = z.strictObject({
  wait: z
    .string()
    .regex(/^\d{1,3}s$/)
    .optional(),
  version: z.coerce.number().int().optional(),
  until: z.literal('ended').optional(),
})
export const ReleasesPage = pageOf(ReleaseDto)
