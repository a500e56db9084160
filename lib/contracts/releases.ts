import { z } from 'zod'
import { releaseStates } from '../domain/release/release'
import { Duration, Id, PageParams, pageOf, Reason, ServiceParam, ServiceRefDto, Time } from './common'
import { JsonPatchDto, OperationDto } from './moves'
import { FindingDto, ObjectRefDto } from './common'

export const StepBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('weight'), weight: z.number().int().min(0).max(100) }),
  z.strictObject({
    kind: z.literal('bake'),
    for: Duration,
    minRequests: z.number().int().min(0).max(100_000_000).default(0),
  }),
])
export const PlanBody = z.union([
  z.strictObject({
    preset: z.enum(['linear']),
    step: z.number().int().min(1).max(100).default(20),
    bake: Duration.default(300),
    minRequests: z.number().int().min(0).max(100_000_000).default(0),
  }),
  z.strictObject({ steps: z.array(StepBody).min(1).max(100) }),
])
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
export const StepDto = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add-version') }),
  z.object({ kind: z.literal('weight'), weight: z.number() }),
  z.object({ kind: z.literal('bake'), seconds: z.number(), minRequests: z.number() }),
])
export const PlanDto = z.object({
  preset: z.string().optional(),
  steps: z.array(StepDto),
  rules: z.array(z.object({ route: z.string(), rule: z.string() })),
  settleSeconds: z.number(),
})
export const ReleaseStateDto = z.enum(releaseStates)
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
  verdict: z
    .object({ state: z.enum(['pass', 'fail', 'inconclusive', 'error']), words: z.string() })
    .optional(),
  checks: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      evidence: z.string(),
      requestsSeen: z.number(),
      requestsNeeded: z.number().optional(),
    }),
  ),
  approvals: z.array(z.unknown()),
  operations: z.array(OperationDto),
  measurements: z.array(z.unknown()),
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
  /** Seconds, without waiting for a person. */
  duration: z.number(),
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
