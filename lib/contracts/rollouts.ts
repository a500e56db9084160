import { z } from 'zod'
import { Id, PageParams, pageOf, ServiceParam, ServiceRefDto } from './common'

/** Releases that others run, GET /rollouts: Deployments by themselves, Argo Rollouts, Flagger. */
export const GenerationDto = z.object({
  revision: z.string().optional(),
  version: z.string(),
  images: z.array(z.string()),
  replicaSet: z.string().optional(),
})
export const RolloutVerbDto = z.enum(['pause', 'resume', 'undo'])
export const RolloutDto = z.object({
  id: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  tool: z.enum(['kubernetes', 'argo-rollouts', 'flagger']),
  kind: z.enum(['rolling', 'recreate', 'canary', 'blue-green']),
  service: ServiceRefDto,
  workload: z.object({ kind: z.string(), name: z.string() }),
  state: z.enum(['progressing', 'paused', 'complete', 'degraded', 'failed']),
  /** What is being replaced, and what an undo puts back. */
  from: GenerationDto.nullable(),
  to: GenerationDto,
  desired: z.number(),
  updated: z.number(),
  ready: z.number(),
  available: z.number(),
  limits: z.object({ maxSurge: z.string(), maxUnavailable: z.string() }).optional(),
  /** Percent of the canary. */
  weight: z.number().optional(),
  step: z.object({ index: z.number(), of: z.number() }).optional(),
  message: z.string(),
  since: z.string().nullable(),
  allowed: z.array(RolloutVerbDto),
  note: z.string(),
  owner: z
    .object({ tool: z.string(), name: z.string(), note: z.string(), drives: z.boolean().optional() })
    .optional(),
  revision: z.string(),
})
export type RolloutDto = z.infer<typeof RolloutDto>
/** Without `all`, those that are live or changed within the last hour. */
export const RolloutsQuery = z.strictObject({
  cluster: Id.optional(),
  namespace: Id.optional(),
  service: ServiceParam.optional(),
  all: z.enum(['true', 'false']).optional(),
  ...PageParams,
})
export const RolloutsPage = pageOf(RolloutDto)
export const RolloutPath = z.object({ id: Id })
