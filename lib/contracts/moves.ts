import { z } from 'zod'
import type { MatchCondition } from '../domain/traffic/model'
import {
  ActorDto,
  Id,
  MoveOptions,
  ObjectRefDto,
  PageParams,
  pageOf,
  ServiceParam,
  ServiceRefDto,
} from './common'
import { DataPlaneDto } from './services'

/** Any JSON number passes here; the split arithmetic says precisely what is wrong with it. */
export const SetWeightsBody = z.strictObject({
  weights: z
    .record(z.string().max(300), z.unknown())
    .refine((w) => Object.keys(w).length > 0, 'name at least one destination'),
  total: z.number().int().min(1).max(1_000_000).optional(),
  ...MoveOptions,
})
export const AddDestinationBody = z.strictObject({ version: z.string().min(1).max(63), ...MoveOptions })
export const SetMirrorBody = z.strictObject({
  to: z.string().min(1).max(300),
  percent: z.number().min(0).max(100),
  ...MoveOptions,
})
/** Without `to`, all mirrors of the rule. */
export const RemoveMirrorBody = z
  .strictObject({ to: z.string().min(1).max(300).optional(), ...MoveOptions })
  .optional()
/** Of moves that need nothing but the path; the body may be left out. */
export const BareMoveBody = z.strictObject({ ...MoveOptions }).optional()
const conditionOps = ['exact', 'prefix', 'regex', 'present'] as const
const MatchText = z.string().min(1).max(1000)
/** One kind with its name (`host` and `method` have none worth saying), and one way of comparing. */
export const WhenBody = z
  .strictObject({
    header: MatchText.optional(),
    cookie: MatchText.optional(),
    query: MatchText.optional(),
    source: MatchText.optional(),
    method: z.union([MatchText, z.literal(true)]).optional(),
    host: z.union([MatchText, z.literal(true)]).optional(),
    exact: z.string().max(1000).optional(),
    prefix: MatchText.optional(),
    regex: MatchText.optional(),
    present: z.literal(true).optional(),
  })
  .transform((entry, ctx): MatchCondition => {
    const kinds = (['header', 'cookie', 'query', 'source', 'method', 'host'] as const).filter(
      (kind) => entry[kind] !== undefined,
    )
    const [kind] = kinds
    if (kind === undefined || kinds.length > 1) {
      ctx.addIssue({
        code: 'custom',
        message: 'name exactly one of header, cookie, query, method, source, host',
      })
      return z.NEVER
    }
    const ops = conditionOps.filter((op) => entry[op] !== undefined)
    const subject = entry[kind]
    const lone = (kind === 'method' || kind === 'host') && typeof subject === 'string'
    if (ops.length !== (lone ? 0 : 1)) {
      ctx.addIssue({
        code: 'custom',
        message: lone
          ? `with ${kind} as text, that is the exact value; else say ${kind}: true and one of exact, prefix, regex`
          : 'say exactly one of exact, prefix, regex, present',
      })
      return z.NEVER
    }
    if (lone) return { kind, op: 'exact', value: subject }
    const op = ops[0] ?? 'present'
    const value = op === 'present' ? undefined : entry[op]
    return {
      kind,
      ...(typeof subject === 'string' ? { name: subject } : {}),
      op,
      ...(value === undefined ? {} : { value }),
    }
  })
export const SetMatchBody = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, 'lower case letters, digits and dashes, at most 40'),
  to: z.string().min(1).max(63),
  when: z.array(WhenBody).min(1).max(16),
  ...MoveOptions,
})
const Percent = z.number().min(0).max(100)
export const SetFaultBody = z
  .strictObject({
    delay: z.strictObject({ percent: Percent, duration: z.string().max(20) }).optional(),
    abort: z.strictObject({ percent: Percent, status: z.number().int().min(200).max(599) }).optional(),
    ...MoveOptions,
  })
  .refine(({ delay, abort }) => delay !== undefined || abort !== undefined, 'name a delay or an abort')
export const CutOverBody = z.strictObject({ to: z.string().min(1).max(300), ...MoveOptions })
export const ScaleBody = z.strictObject({
  version: z.string().min(1).max(63),
  replicas: z.number().int().min(0).max(100_000),
  ...MoveOptions,
})
export const CreateRouteBody = z.strictObject({
  service: ServiceRefDto,
  dataPlane: DataPlaneDto,
  stable: z.string().min(1).max(63),
  versions: z.array(z.string().min(1).max(63)).min(1).max(20),
  /** As the data plane names it: an Istio or Gateway API gateway as `namespace/name`, Traefik's entry point. */
  gateway: z.string().min(1).max(300).optional(),
  hosts: z.array(z.string().min(1).max(253)).min(1).max(20).optional(),
  reason: MoveOptions.reason,
  dryRun: MoveOptions.dryRun,
})
export const JsonPatchDto = z.array(
  z.object({
    op: z.enum(['add', 'replace', 'test', 'remove']),
    path: z.string(),
    value: z.unknown().optional(),
  }),
)
export const OperationDto = z.object({
  id: z.string(),
  action: z.string(),
  outcome: z.enum(['applied', 'not-applied', 'conflict', 'failed', 'unknown', 'dry-run', 'pending']),
  service: ServiceRefDto,
  dataPlane: DataPlaneDto.optional(),
  route: z.string().optional(),
  rule: z.string().optional(),
  release: z.string().optional(),
  before: z.unknown(),
  after: z.unknown(),
  diff: z.array(
    z.object({
      verb: z.enum(['patch', 'create', 'delete']).optional(),
      object: ObjectRefDto,
      patch: JsonPatchDto,
      /** Of a create: the object as it will be made. */
      body: z.unknown().optional(),
    }),
  ),
  writes: z.array(
    z.object({
      verb: z.enum(['patch', 'create', 'delete']),
      object: ObjectRefDto,
      auditId: z.string(),
      result: z.enum(['applied', 'conflict', 'refused', 'failed', 'unknown', 'not-sent', 'reverted']),
      detail: z.string().optional(),
    }),
  ),
  revision: z.string(),
  findings: z.array(z.object({ code: z.string(), severity: z.string(), title: z.string() })),
  actor: ActorDto,
  reason: z.string().optional(),
  undoOf: z.string().optional(),
  undoable: z.boolean(),
  at: z.string(),
  finishedAt: z.string().optional(),
  auditSeq: z.number().optional(),
})
export type OperationDto = z.infer<typeof OperationDto>
export const OperationsQuery = z.strictObject({
  service: ServiceParam.optional(),
  release: Id.optional(),
  ...PageParams,
})
export const OperationsPage = pageOf(OperationDto)
export const DestinationPath = z.object({
  c: Id,
  ns: Id,
  name: Id,
  route: Id,
  rule: Id,
  key: z.string().max(300),
})
