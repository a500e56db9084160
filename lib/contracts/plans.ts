import { z } from 'zod'
import { Duration, Id, PageParams, pageOf, Reason } from './common'
import { WhenBody } from './moves'

const Version = z.string().min(1).max(63)
const Requests = z.number().int().min(0).max(100_000_000)
const Percent = z.number().min(0).max(100)
/** Below 100: an objective of 100 % leaves nothing to judge, `all-succeed` does. */
const Objective = z.number().min(50).max(99.9999)
const Ratio = z.number().min(1.05).max(100).default(2)
const Name = z.string().trim().min(1).max(60)
/** Stands in paths. */
const TemplateName = Id.max(60)
const PromQl = z.string().trim().min(1).max(2000)
const Condition = z.string().trim().min(1).max(200)
const MatchName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, 'lower case letters, digits and dashes, at most 40')

export const CheckBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('success-rate'),
    name: Name.default('Success rate'),
    maxRatio: Ratio,
    slo: Objective.optional(),
  }),
  z.strictObject({
    kind: z.literal('all-succeed'),
    name: Name.default('Every request succeeds'),
    minRequests: Requests.min(1),
  }),
  z.strictObject({
    kind: z.literal('latency'),
    name: Name.default('Latency'),
    thresholdMs: z.number().positive().max(3_600_000),
    maxRatio: Ratio,
    slo: Objective.optional(),
  }),
  z.strictObject({
    kind: z.literal('counters'),
    name: Name,
    /** PromQL instant selectors of counters; `$version`, `$namespace` and `$service` stand for quoted strings. */
    total: PromQl,
    bad: PromQl,
    maxRatio: Ratio,
    slo: Objective.optional(),
  }),
  z.strictObject({
    kind: z.literal('burn'),
    name: Name.default('Error budget'),
    slo: Objective,
    maxBurn: z.number().positive().max(1000).default(14.4),
  }),
  z.strictObject({
    kind: z.literal('pods'),
    name: Name.default('Pods'),
    maxRestarts: z.number().int().min(0).max(1000).default(2),
  }),
  z
    .strictObject({
      kind: z.literal('promql'),
      name: Name,
      query: PromQl,
      /** Such as `< 0.5` or `>= 99 and < 101`. */
      pass: Condition.optional(),
      fail: Condition.optional(),
      hold: Condition.optional(),
    })
    .refine(
      ({ pass, fail, hold }) => pass !== undefined || fail !== undefined || hold !== undefined,
      'name a pass, fail or hold condition',
    ),
])
export const ApprovalsBody = z.strictObject({
  count: z.number().int().min(1).max(10).default(1),
  expires: Duration.default(24 * 3600),
})
export const StepBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('weight'), weight: z.number().int().min(0).max(100) }),
  z.strictObject({ kind: z.literal('cut-over') }),
  /** Without `when` the match of that name is removed. */
  z.strictObject({
    kind: z.literal('match'),
    name: MatchName,
    when: z.array(WhenBody).max(16).default([]),
  }),
  z.strictObject({ kind: z.literal('mirror'), percent: Percent }),
  z.strictObject({
    kind: z.literal('scale'),
    version: Version.optional(),
    replicas: z.number().int().min(0).max(10_000),
  }),
  z.strictObject({ kind: z.literal('bake'), for: Duration, minRequests: Requests.default(0) }),
  z.strictObject({
    kind: z.literal('analysis'),
    /** How long it may look before a person is asked. */
    timeout: Duration.default(1800),
    minRequests: Requests.default(0),
  }),
  z.strictObject({
    kind: z.literal('approval'),
    count: z.number().int().min(1).max(10).default(1),
    expires: Duration.default(24 * 3600),
  }),
])
const common = {
  /** Presets without checks are judged by success rate and pods; steps without checks are not judged. */
  checks: z.array(CheckBody).max(20).optional(),
  /** A third version, of the same size as the canary, to compare with. */
  baseline: Version.optional(),
  approvals: ApprovalsBody.optional(),
  settle: Duration.default(10),
  onInconclusive: z.enum(['hold', 'wait']).default('hold'),
}
const staged = {
  ...common,
  bake: Duration.default(300),
  minRequests: Requests.default(0),
  /** How long each analysis may look before a person is asked. */
  timeout: Duration.default(1800),
}
const StepPercent = z.number().int().min(1).max(100).default(20)
const When = z.array(WhenBody).min(1).max(16)
export const PresetBody = z.discriminatedUnion('preset', [
  z.strictObject({ preset: z.literal('linear'), step: StepPercent, ...staged }),
  /** Weights 1, 2, 4 … by default. */
  z.strictObject({
    preset: z.literal('exponential'),
    first: z.number().int().min(1).max(50).default(1),
    factor: z.number().min(1.1).max(10).default(2),
    ...staged,
  }),
  /** Preview by match where there is one, cut over, bake; the old version stays. */
  z.strictObject({ preset: z.literal('blue-green'), preview: When.optional(), ...staged }),
  /** Chosen requests first, then a canary. */
  z.strictObject({ preset: z.literal('dark-launch'), when: When, step: StepPercent, ...staged }),
  /** A copy of the requests first, judged, then a canary. */
  z.strictObject({
    preset: z.literal('mirror-first'),
    percent: Percent.min(1).default(100),
    step: StepPercent,
    ...staged,
  }),
  /** Chosen requests for a fixed time, no weights; then a person decides. */
  z.strictObject({ preset: z.literal('ab'), when: When, for: Duration.default(3600), ...staged }),
  /** Weights by the number of pods. */
  z.strictObject({ preset: z.literal('replica-canary'), step: StepPercent, ...staged }),
])
export const presets = [
  'linear',
  'exponential',
  'blue-green',
  'dark-launch',
  'mirror-first',
  'ab',
  'replica-canary',
] as const
export const PlanBody = z.union([
  PresetBody,
  z.strictObject({ steps: z.array(StepBody).min(1).max(100), ...common }),
  z.strictObject({ template: TemplateName, version: z.number().int().min(1).optional() }),
])
export type PlanBody = z.output<typeof PlanBody>
/** A plan without reference to a template. */
export const OwnPlanBody = z.union([
  PresetBody,
  z.strictObject({ steps: z.array(StepBody).min(1).max(100), ...common }),
])
export type OwnPlanBody = z.output<typeof OwnPlanBody>

export const ConditionDto = z.object({
  kind: z.string(),
  name: z.string().optional(),
  op: z.string(),
  value: z.string().optional(),
})
export const StepDto = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add-version') }),
  z.object({ kind: z.literal('weight'), weight: z.number() }),
  z.object({ kind: z.literal('cut-over') }),
  z.object({ kind: z.literal('match'), name: z.string(), when: z.array(ConditionDto).readonly() }),
  z.object({ kind: z.literal('mirror'), percent: z.number() }),
  z.object({ kind: z.literal('scale'), version: z.string(), replicas: z.number() }),
  z.object({ kind: z.literal('bake'), seconds: z.number(), minRequests: z.number() }),
  z.object({ kind: z.literal('analysis'), timeoutSeconds: z.number(), minRequests: z.number() }),
  z.object({ kind: z.literal('approval'), count: z.number(), expiresSeconds: z.number() }),
])
export type StepDto = z.infer<typeof StepDto>
/** As in the request, with every default filled in. */
export const CheckDto = z.looseObject({ name: z.string(), kind: z.string() })
export const PlanDto = z.object({
  preset: z.string().optional(),
  template: z.object({ name: z.string(), version: z.number() }).optional(),
  steps: z.array(StepDto),
  rules: z.array(z.object({ route: z.string(), rule: z.string() })),
  checks: z.array(CheckDto),
  baseline: z.string().optional(),
  approvals: z.object({ count: z.number(), expiresSeconds: z.number() }).optional(),
  settleSeconds: z.number(),
  onInconclusive: z.enum(['hold', 'wait']),
})
export type PlanDto = z.infer<typeof PlanDto>

export const CreateTemplateBody = z.strictObject({
  name: TemplateName,
  words: Reason.optional(),
  plan: OwnPlanBody,
})
export const TemplateDto = z.object({
  name: z.string(),
  version: z.number(),
  words: z.string().optional(),
  /** As the API takes it, so that it can be sent again. */
  plan: z.unknown(),
  author: z.string(),
  at: z.string(),
})
export type TemplateDto = z.infer<typeof TemplateDto>
export const TemplatesQuery = z.strictObject({ name: TemplateName.optional(), ...PageParams })
export const TemplatesPage = pageOf(TemplateDto)
export const TemplatePath = z.object({ name: TemplateName })
