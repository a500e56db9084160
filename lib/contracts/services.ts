import { z } from 'zod'
import { BandDto, FindingDto, HealthDto, Id, PageParams, Time, pageOf } from './common'

export const DataPlaneDto = z.enum(['istio', 'gateway-api', 'traefik', 'kubernetes'])
export const ConditionDto = z.object({
  kind: z.enum([
    'header',
    'cookie',
    'query',
    'method',
    'source',
    'host',
    'path',
    'port',
    'gateway',
    'scheme',
    'other',
  ]),
  name: z.string().optional(),
  op: z.enum(['exact', 'prefix', 'regex', 'present', 'absent']),
  value: z.string().optional(),
})
export const DestinationDto = z.object({
  key: z.string(),
  version: z.string().optional(),
  host: z.string(),
  subset: z.string().optional(),
  port: z.number().optional(),
  weight: z.number(),
  percent: z.number(),
})
export const RuleDto = z.object({
  id: z.string(),
  name: z.string().optional(),
  match: z.array(z.array(ConditionDto)),
  total: z.number(),
  attainable: z.array(z.number()).optional(),
  destinations: z.array(DestinationDto),
  mirrors: z.array(z.object({ to: z.string(), percent: z.number() })),
  fault: z
    .object({
      delay: z.object({ percent: z.number(), duration: z.string() }).optional(),
      abort: z.object({ percent: z.number(), status: z.number() }).optional(),
    })
    .optional(),
  timeout: z.string().optional(),
  retries: z.object({ attempts: z.number(), perTryTimeout: z.string().optional() }).optional(),
  sticky: z.string().optional(),
  delegate: z.object({ namespace: z.string(), name: z.string() }).optional(),
  redirect: z.boolean().optional(),
  protocol: z.enum(['http', 'grpc', 'tls', 'tcp']).optional(),
  /** Why the weights of this rule cannot be moved. */
  fixed: z.string().optional(),
  /** Name of the match move that made this rule. */
  madeBy: z.string().optional(),
  /** Why this rule is tried before or after others, where that is not their order. */
  precedence: z.string().optional(),
})
export type RuleDto = z.infer<typeof RuleDto>
export const RouteDto = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  namespace: z.string(),
  dataPlane: DataPlaneDto,
  revision: z.string(),
  hosts: z.array(z.string()),
  gateways: z.array(z.string()),
  owner: z
    .object({ tool: z.string(), name: z.string(), note: z.string(), drives: z.boolean().optional() })
    .optional(),
  writer: z
    .object({
      manager: z.string(),
      time: z.string(),
      operation: z.string().optional(),
      actor: z.string().optional(),
      /** What this writer means for an edit. */
      note: z.string().optional(),
    })
    .optional(),
  capabilities: z.object({
    weights: z.boolean(),
    mirror: z.union([z.object({ percentStep: z.number() }), z.literal(false)]),
    match: z.union([z.array(z.string()), z.literal(false)]),
    fault: z.boolean(),
    cutOver: z.boolean(),
    addVersion: z.boolean(),
    scale: z.boolean().optional(),
    /** Why a control is lacking, or the warning that goes with it; by control. */
    notes: z.record(z.string(), z.string()).optional(),
  }),
  badges: z.array(z.object({ kind: z.string(), words: z.string() })).optional(),
  /** What the controller of the data plane says, by parent; absent where it reports nothing. */
  conditions: z
    .array(
      z.object({
        parent: z.string(),
        type: z.string(),
        ok: z.boolean(),
        reason: z.string(),
        message: z.string(),
        stale: z.boolean(),
      }),
    )
    .optional(),
  madeHere: z.boolean().optional(),
  rules: z.array(RuleDto),
})
export type RouteDto = z.infer<typeof RouteDto>

export const VerificationDto = z.object({
  state: z.enum(['verified', 'converging', 'off', 'unverifiable']),
  reason: z.string(),
  requestsSeen: z.number(),
  requestsNeeded: z.number().optional(),
})
export type VerificationDto = z.infer<typeof VerificationDto>
export const ObservedVersionDto = z.object({
  version: z.string(),
  requests: z.number(),
  percent: z.number(),
  low: z.number(),
  high: z.number(),
  rate: z.number(),
  successShare: z.number().nullable(),
  p50: BandDto.nullable(),
  p95: BandDto.nullable(),
  p99: BandDto.nullable(),
})
export const ObservedDto = z.object({
  window: z.number(),
  at: z.string(),
  source: z.string(),
  age: z.number(),
  stale: z.boolean(),
  versions: z.array(ObservedVersionDto),
  rules: z.array(
    z.object({
      route: z.string(),
      rule: z.string(),
      versions: z.array(
        z.object({ version: z.string(), percent: z.number(), low: z.number(), high: z.number() }),
      ),
      verification: VerificationDto,
    }),
  ),
  verification: VerificationDto,
})
export type ObservedDto = z.infer<typeof ObservedDto>
export const WorkloadDto = z.object({
  kind: z.string(),
  name: z.string(),
  ready: z.number(),
  desired: z.number(),
  images: z.array(z.string()),
  /** Seconds. */
  age: z.number(),
})
export const VersionDto = z.object({
  version: z.string(),
  workloads: z.array(WorkloadDto),
  injected: z.boolean(),
  role: z.enum(['stable', 'canary']).optional(),
})
export type VersionDto = z.infer<typeof VersionDto>
export const ReleaseMarkDto = z.object({
  id: z.string(),
  state: z.string(),
  step: z.number(),
  of: z.number(),
})
export const ServiceDetailDto = z.object({
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  dataPlanes: z.array(DataPlaneDto),
  ports: z.array(z.object({ name: z.string().optional(), port: z.number(), protocol: z.string() })),
  versions: z.array(VersionDto),
  routes: z.array(RouteDto),
  observed: ObservedDto.nullable(),
  /** Why `observed` is null. */
  observedProblem: z.string().optional(),
  health: HealthDto,
  findings: z.array(FindingDto),
  release: ReleaseMarkDto.optional(),
  /** Seconds since the cluster cache was known to be in step. */
  cacheAge: z.number(),
})
export type ServiceDetailDto = z.infer<typeof ServiceDetailDto>

export const SplitEntryDto = z.object({
  version: z.string(),
  percent: z.number(),
  observed: z.number().nullable(),
})
export const ServiceRowDto = z.object({
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  dataPlanes: z.array(DataPlaneDto),
  versions: z.array(z.string()),
  /** Of the rule that most requests take; empty when nothing splits. */
  split: z.array(SplitEntryDto),
  rate: z.number().nullable(),
  health: HealthDto,
  release: ReleaseMarkDto.optional(),
  /** Requests a second over the last half hour, oldest first. */
  sparkline: z.array(z.number()),
})
export type ServiceRowDto = z.infer<typeof ServiceRowDto>
export const ServicesQuery = z.strictObject({
  cluster: Id.optional(),
  namespace: Id.optional(),
  q: z.string().max(200).optional(),
  state: z.enum(['ok', 'degraded', 'failing', 'unknown', 'releasing']).optional(),
  sort: z.enum(['name', 'health', 'rate']).default('name'),
  ...PageParams,
})
export const ServicesPage = pageOf(ServiceRowDto)
export const ServicePath = z.object({ c: Id, ns: Id, name: Id })
export const RoutePath = ServicePath.extend({ route: Id })
export const RulePath = RoutePath.extend({ rule: Id })
const longestSpanMs = 24 * 3_600_000
/** Either a window that ends now (30m by default, 24h at most) or a span of at most 24 h. */
export const MetricsQuery = z
  .strictObject({
    window: z
      .string()
      .regex(/^\d{1,6}(s|m|h)$/, 'use a duration such as 90s, 5m or 1h')
      .optional(),
    step: z
      .string()
      .regex(/^\d{1,6}(s|m|h)$/, 'use a duration such as 90s, 5m or 1h')
      .optional(),
    from: Time.optional(),
    to: Time.optional(),
  })
  .superRefine(({ window, from, to }, refused) => {
    const refuse = (path: string, message: string) =>
      refused.addIssue({ code: 'custom', path: [path], message })
    if (from === undefined && to === undefined) return
    if (from === undefined) refuse('from', 'is needed with to')
    else if (to === undefined) refuse('to', 'is needed with from')
    else if (window !== undefined) refuse('window', 'stands alone, without from and to')
    else if (Date.parse(to) <= Date.parse(from)) refuse('to', 'must be later than from')
    else if (Date.parse(to) - Date.parse(from) > longestSpanMs) refuse('to', 'may be at most 24 h after from')
  })
const PointDto = z.object({ at: z.string(), value: z.number().nullable() })
const BandPointDto = z.object({ at: z.string(), low: z.number().nullable(), high: z.number().nullable() })
export const ServiceMetricsDto = z.object({
  window: z.number(),
  step: z.number(),
  /** The span that is shown, RFC 3339. */
  from: z.string(),
  to: z.string(),
  source: z.string(),
  versions: z.array(
    z.object({
      version: z.string(),
      rate: z.array(PointDto),
      successShare: z.array(PointDto),
      p50: z.array(BandPointDto),
      p95: z.array(BandPointDto),
      p99: z.array(BandPointDto),
    }),
  ),
  /** What the versions' pods used of what they may use, percent; `problem` says why nothing was measured. */
  saturation: z.object({
    problem: z.string().optional(),
    versions: z.array(
      z.object({
        version: z.string(),
        cpuOf: z.enum(['limit', 'request']).nullable(),
        cpu: z.array(PointDto),
        memoryOf: z.enum(['limit']).nullable(),
        memory: z.array(PointDto),
      }),
    ),
  }),
  /** Oldest first. */
  annotations: z.array(
    z.object({
      at: z.string(),
      /** `deployment` is a new pod template, `external` a route changed by somebody else. */
      kind: z.enum(['operation', 'release', 'deployment', 'external', 'flag']),
      /** Of kind `operation`. */
      operation: z.string().optional(),
      release: z.string().optional(),
      auditSeq: z.number().optional(),
      /** Of an operation, what it found and left; `words` is its action. */
      before: z.unknown().optional(),
      after: z.unknown().optional(),
      words: z.string(),
      actor: z.string(),
    }),
  ),
})
export type ServiceMetricsDto = z.infer<typeof ServiceMetricsDto>
/** Links to other tools, as the links file of the server names them. */
export const LinksDto = z.object({
  items: z.array(z.object({ name: z.string(), url: z.string(), version: z.string().optional() })),
})
export type LinksDto = z.infer<typeof LinksDto>
/** `others`: objects that decide with it where the traffic goes, such as DestinationRules or TraefikServices. */
export const ManifestDto = z.object({
  object: z.unknown(),
  others: z.array(z.unknown()),
  owner: z.string().optional(),
})
export const ClusterDto = z.object({
  name: z.string(),
  dataPlanes: z.array(DataPlaneDto),
  connected: z.boolean(),
  synced: z.boolean(),
  cacheAge: z.number(),
  detail: z.string().optional(),
})
export const NamespaceDto = z.object({
  name: z.string(),
  dataPlanes: z.array(DataPlaneDto),
  services: z.number(),
})
