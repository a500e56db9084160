import { z } from 'zod'
import { BandDto, HealthDto, Id, ServiceRefDto, Time } from './common'

const Flow = z.object({ rate: z.number(), errorShare: z.number().nullable() })
export const GraphLevel = z.enum(['versioned-app', 'app', 'service', 'workload'])
export const GraphNodeDto = z.object({
  id: z.string(),
  /** `hidden` stands for all nodes of a cluster that the viewer may not see, without a name; `count` says how many. */
  kind: z.enum(['service', 'app', 'version', 'workload', 'external', 'gateway', 'unknown', 'hidden']),
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
  /** Of a `hidden` node: how many it stands for. */
  count: z.number().optional(),
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
  /** Names this state of this graph on this replica; deltas say which one they start from. */
  revision: z.string(),
  at: z.string(),
  window: z.number(),
  source: z.string(),
  age: z.number(),
  stale: z.boolean(),
  level: GraphLevel,
  nodes: z.array(GraphNodeDto),
  edges: z.array(GraphEdgeDto),
  hidden: z.number(),
  /** Parts of the telemetry that failed and for which older samples stand in, with the time of those. */
  staleParts: z.array(z.object({ part: z.string(), at: z.string() })),
  /** `recorded`: the routes are those of `at`, from snapshots; `live`: those of now. */
  routes: z.enum(['live', 'recorded']),
  /** What must be said of the whole graph, such as why it is empty. */
  statement: z.string().optional(),
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
  /** Id of a node: only it, what it holds or what holds it, and its direct neighbours. */
  node: z.string().max(2000).optional(),
})
export type TopologyQuery = z.output<typeof TopologyQuery>

/** What changed of one node or edge: fields that have another value, and fields that are gone. */
const Change = z.object({
  id: z.string(),
  set: z.record(z.string(), z.unknown()),
  unset: z.array(z.string()).optional(),
})
const changesOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ added: z.array(item), changed: z.array(Change), removed: z.array(z.string()) })
/** The way from one revision of a graph to a later one. */
export const GraphDeltaDto = z.object({
  /** The revision that it starts from. */
  base: z.string(),
  ...GraphDto.omit({ nodes: true, edges: true }).shape,
  nodes: changesOf(GraphNodeDto),
  edges: changesOf(GraphEdgeDto),
})
export type GraphDeltaDto = z.infer<typeof GraphDeltaDto>

/** The most graphs that one stream may follow. */
export const mostViews = 8
/** A graph that a stream follows; `since` is the revision that the reader has. */
export const GraphViewDto = z.strictObject({
  ...TopologyQuery.omit({ at: true }).shape,
  since: z.string().max(100).optional(),
})
export type GraphViewDto = z.infer<typeof GraphViewDto>
/** The frame `graph` of the event stream: `view` is the index in the stream's list of views. */
export const GraphFrameDto = z.union([
  z.object({ view: z.number(), graph: GraphDto }),
  z.object({ view: z.number(), delta: GraphDeltaDto }),
])
export type GraphFrameDto = z.infer<typeof GraphFrameDto>

/** The most edges whose latencies and throughput are asked of Prometheus in one tick, for all viewers together. */
export const mostFigures = 200
/** Latencies and throughput of what is on screen. */
export const EdgeFiguresBody = z.strictObject({
  ...TopologyQuery.pick({ cluster: true, window: true, at: true, level: true }).shape,
  edges: z.array(z.string().max(4000)).max(mostFigures),
})
export type EdgeFiguresBody = z.output<typeof EdgeFiguresBody>
export const EdgeFiguresDto = z.object({
  at: z.string(),
  window: z.number(),
  items: z.array(
    z.object({
      id: z.string(),
      latency: z.object({ p50: BandDto, p95: BandDto, p99: BandDto }).optional(),
      /** Milliseconds. */
      average: z.number().optional(),
      /** Bytes a second; of tcp what the caller sends. */
      requestBytesRate: z.number().optional(),
      /** Bytes a second; of tcp what the callee answers. */
      responseBytesRate: z.number().optional(),
    }),
  ),
  /** Edges that were left out because others of the 200 were looked at more recently. */
  dropped: z.array(z.string()),
})
export type EdgeFiguresDto = z.infer<typeof EdgeFiguresDto>

export const MarksQuery = z.strictObject({
  cluster: Id.optional(),
  namespaces: z.string().max(5000).optional(),
  from: Time,
  to: Time,
})
/** Something that happened, for the scrubber of the replay and the charts. */
export const MarkDto = z.object({
  at: z.string(),
  kind: z.enum(['operation', 'release', 'external', 'deployment', 'flag']),
  service: ServiceRefDto,
  /** "v2 10 % → 25 %". */
  words: z.string(),
  /** The person, or the field manager of who changed it around Aviary. */
  actor: z.string(),
  operation: z.string().optional(),
  release: z.string().optional(),
  result: z.string().optional(),
})
export type MarkDto = z.infer<typeof MarkDto>
export const MarksDto = z.object({
  items: z.array(MarkDto),
  /** How far back the record goes, RFC 3339: the oldest moment that can be replayed with its routes. */
  recordedSince: z.string().nullable(),
  /** True where the newest 1,000 alone are given. */
  cut: z.boolean(),
})
export type MarksDto = z.infer<typeof MarksDto>
