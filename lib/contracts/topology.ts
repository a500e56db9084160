import { z } from 'zod'
import { BandDto, HealthDto, Id, Time } from './common'

const Flow = z.object({ rate: z.number(), errorShare: z.number().nullable() })
export const GraphLevel = z.enum(['versioned-app', 'app', 'service', 'workload'])
export const GraphNodeDto = z.object({
  id: z.string(),
  kind: z.enum(['service', 'app', 'version', 'workload', 'external', 'gateway', 'unknown']),
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  app: z.string().optional(),
  version: z.string().optional(),
  workload: z.string().optional(),
  /** Id of the box that holds it: the service of a version. */
  parent: z.string().optional(),
  badges: z.array(z.string()),
  health: HealthDto,
  in: Flow,
  out: Flow,
  replicas: z.object({ ready: z.number(), desired: z.number() }).optional(),
  role: z.enum(['stable', 'canary']).optional(),
  release: z.object({ id: z.string(), state: z.string(), step: z.number(), of: z.number() }).optional(),
})
export type GraphNodeDto = z.infer<typeof GraphNodeDto>
export const GraphEdgeDto = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  protocol: z.enum(['http', 'grpc', 'tcp']),
  rate: z.number(),
  share: z.number(),
  desiredShare: z.number().optional(),
  errorShare: z.number().nullable(),
  codes: z.array(z.object({ code: z.string(), flags: z.string(), share: z.number() })),
  latency: z.object({ p50: BandDto, p95: BandDto, p99: BandDto }).optional(),
  bytesRate: z.number().optional(),
  /** Percent that is mirrored. */
  mirrored: z.number().optional(),
  mtlsShare: z.number().optional(),
})
export type GraphEdgeDto = z.infer<typeof GraphEdgeDto>
export const GraphDto = z.object({
  at: z.string(),
  window: z.number(),
  source: z.string(),
  age: z.number(),
  stale: z.boolean(),
  level: GraphLevel,
  nodes: z.array(GraphNodeDto),
  edges: z.array(GraphEdgeDto),
  hidden: z.number(),
})
export type GraphDto = z.infer<typeof GraphDto>
export const TopologyQuery = z.strictObject({
  cluster: Id.optional(),
  namespaces: z.string().max(5000).optional(),
  window: z
    .string()
    .regex(/^\d{1,6}(s|m|h)$/)
    .default('60s'),
  at: Time.optional(),
  level: GraphLevel.default('versioned-app'),
})
