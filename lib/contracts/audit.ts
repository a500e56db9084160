import { z } from 'zod'
import type { ExportFormat } from '../domain/audit/export-lines'
import { CheckpointStateDto } from './audit-checkpoints'
import { ActorDto, Id, PageParams, pageOf, ServiceParam, ServiceRefDto, Time } from './common'

export const AuditEventDto = z.object({
  seq: z.number(),
  /** Grows when the chain goes on after the database was set back. */
  epoch: z.number(),
  id: z.string(),
  time: z.string(),
  kind: z.string(),
  action: z.string(),
  result: z.string(),
  actor: ActorDto,
  service: ServiceRefDto.optional(),
  release: z.string().optional(),
  operation: z.string().optional(),
  reason: z.string().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  detail: z.unknown().optional(),
  prevHash: z.string(),
  hash: z.string(),
  body: z.string(),
})
export type AuditEventDto = z.infer<typeof AuditEventDto>
export const AuditQueryParams = z.strictObject({
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  service: ServiceParam.optional(),
  release: Id.optional(),
  result: z.string().max(50).optional(),
  from: Time.optional(),
  to: Time.optional(),
  q: z.string().max(200).optional(),
  ...PageParams,
})
export const AuditExportParams = z
  .strictObject({
    format: z.enum(['jsonl', 'csv'] as const satisfies readonly ExportFormat[]).default('jsonl'),
    /** Inclusive. */
    from: Time.optional(),
    /** Not inclusive. */
    to: Time.optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'must be after from',
  })
export const AuditPage = pageOf(AuditEventDto)
export const AuditVerifyDto = z.object({
  ok: z.boolean(),
  events: z.number(),
  head: z.object({ seq: z.number(), hash: z.string() }),
  checkedAt: z.string(),
  firstBad: z.object({ seq: z.number(), kind: z.string() }).optional(),
  checkpoint: CheckpointStateDto,
})
export type AuditVerifyDto = z.infer<typeof AuditVerifyDto>
