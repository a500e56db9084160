import { z } from 'zod'
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
  route: z.string().optional(),
  rule: z.string().optional(),
  release: z.string().optional(),
  before: z.unknown(),
  after: z.unknown(),
  diff: z.array(z.object({ object: ObjectRefDto, patch: JsonPatchDto })),
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
