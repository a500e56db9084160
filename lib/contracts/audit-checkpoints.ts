import { z } from 'zod'
import { ActorDto, PageParams, pageOf, Reason } from './common'

/** docs/audit-format.md says what is signed. */
export const CheckpointDto = z.object({
  chain: z.string(),
  epoch: z.number(),
  hash: z.string(),
  key: z.string(),
  previous: z.string().nullable(),
  seq: z.number(),
  signature: z.string(),
  time: z.string(),
  version: z.literal(1),
})
export const CheckpointQuery = z.strictObject(PageParams)

/** How the chain stands against the newest checkpoint. */
export const CheckpointStateDto = z.object({
  newest: CheckpointDto.nullable(),
  ok: z.boolean(),
  /** Where that checkpoint is kept; only what is outside the database survives whoever owns the database. */
  from: z.enum(['outside', 'database', 'none']),
  words: z.string(),
})
export type CheckpointStateDto = z.infer<typeof CheckpointStateDto>
export const CheckpointPage = pageOf(CheckpointDto).extend({ state: CheckpointStateDto })
export type CheckpointPageDto = z.infer<typeof CheckpointPage>

const PointDto = z.object({ epoch: z.number(), seq: z.number(), hash: z.string() })
export const IncidentDto = z.object({
  id: z.string(),
  state: z.enum(['open', 'acknowledged']),
  detectedAt: z.string(),
  kind: z.enum(['other-chain', 'shorter', 'changed']),
  words: z.string(),
  source: z.enum(['outside', 'database']),
  /** Number of the event that began the new epoch. */
  eventSeq: z.number(),
  /** The checkpoint that the chain contradicts. */
  lost: PointDto.extend({ chain: z.string() }),
  /** Where the chain ended when that was seen. */
  head: PointDto,
  acknowledged: z.object({ at: z.string(), actor: ActorDto, reason: z.string() }).optional(),
})
export type IncidentDto = z.infer<typeof IncidentDto>
export const IncidentPage = pageOf(IncidentDto)
export type IncidentPageDto = z.infer<typeof IncidentPage>
export const AcknowledgeBody = z.strictObject({ reason: Reason.min(1, 'say why') })
