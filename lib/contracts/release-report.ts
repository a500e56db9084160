import { z } from 'zod'
import { holdCauses } from '../domain/release/release'
import { AuditEventDto } from './audit'
import { CheckpointStateDto } from './audit-checkpoints'
import { ActorDto, ServiceRefDto } from './common'
import { OperationDto } from './moves'
import { PlanDto } from './plans'
import { ApprovalDto, CheckResultDto, MeasurementDto, ReleaseStateDto, VerdictDto } from './releases'

/** Everything that shows how a release went, who did it and what it was judged by; lists are oldest first. */
export const ReleaseReportDto = z.object({
  format: z.literal('aviary-release-report/1'),
  generatedAt: z.string(),
  generatedBy: ActorDto,
  /** Version of the Aviary that made it. */
  aviary: z.string(),
  /** Number of the audit event that this report is; the last one of `events`. */
  event: z.number(),
  release: z.object({
    id: z.string(),
    version: z.number(),
    state: ReleaseStateDto,
    stateSince: z.string().optional(),
    holdCause: z.enum(holdCauses).optional(),
    waitingFor: z.string().optional(),
    service: ServiceRefDto,
    from: z.string(),
    to: z.string(),
    attempt: z.number(),
    /** Of the step in hand; equals the number of steps when all are done. */
    stepIndex: z.number(),
    createdAt: z.string(),
    createdBy: ActorDto.optional(),
    startedAt: z.string().optional(),
    startedBy: ActorDto.optional(),
    endedAt: z.string().optional(),
    /** The split of each rule before the start. */
    before: z.array(
      z.object({ route: z.string(), rule: z.string(), weights: z.record(z.string(), z.number()) }),
    ),
  }),
  plan: PlanDto,
  planHash: z.string(),
  /** What people did. */
  people: z.array(z.object({ what: z.string(), actor: ActorDto, at: z.string() })),
  approvals: z.array(ApprovalDto.extend({ actor: ActorDto })),
  log: z.array(
    z.object({
      at: z.string(),
      kind: z.string(),
      words: z.string(),
      actor: ActorDto.optional(),
      operation: z.string().optional(),
    }),
  ),
  operations: z.array(OperationDto),
  /** The judge's last word on this attempt. */
  verdict: VerdictDto.optional(),
  checks: z.array(CheckResultDto),
  measurements: z.array(MeasurementDto),
  events: z.array(AuditEventDto),
  chain: z.object({
    id: z.string(),
    /** When the report was made: its own event. */
    head: z.object({ epoch: z.number(), seq: z.number(), hash: z.string() }),
    /** The newest one covers every event up to its number. */
    checkpoint: CheckpointStateDto,
  }),
})
export type ReleaseReportDto = z.infer<typeof ReleaseReportDto>
