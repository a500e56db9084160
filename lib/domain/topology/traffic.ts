/** Rows of traffic as every telemetry source delivers them; the graph and the observed splits are built from these. */

export interface Party {
  cluster: string
  namespace: string
  workload: string
  app: string
  version: string
}

export interface TrafficRow {
  reporter: 'source' | 'destination' | 'waypoint'
  source: Party
  destination: Party
  /** The service asked for: host as called, short name, namespace; `unknown` where telemetry has none. */
  service: { host: string; name: string; namespace: string; cluster: string }
  protocol: 'http' | 'grpc' | 'tcp'
  /** HTTP status, or '' for tcp; '0' means no response. */
  code: string
  flags: string
  grpcStatus?: string
  /** Whether an operator's own telemetry calls these requests failed, whatever their code. */
  failed?: boolean
  /** Requests (http, grpc) per second. */
  rate: number
  /** tcp only: bytes per second both ways. */
  bytesRate?: number
  mtls?: boolean
  /** Counted by a ztunnel, which sees connections alone: mostly of requests that a waypoint or sidecar counted too. */
  tunnel?: true
}

export interface TrafficSnapshot {
  rows: TrafficRow[]
  /** End of the window, RFC 3339. */
  at: string
  /** Seconds. */
  window: number
  source: string
  /** Metrics answered with warnings, or one of the queries failed and older rows stand in. */
  partial: boolean
  stale: boolean
  /** Parts whose query failed and for which older rows stand in, with the time of those, RFC 3339. */
  staleParts: { part: string; at: string }[]
  /** Number of PromQL queries that this snapshot cost. */
  queries: number
}

/** A caller and a Service, as telemetry names them: an edge whose latencies and throughput somebody looks at. */
export interface EdgeWanted {
  source: Party
  service: TrafficRow['service']
}

/** Latencies and throughput of one edge of telemetry; rows of one edge of the graph are added up. */
export interface FigureRow extends Pick<
  TrafficRow,
  'reporter' | 'source' | 'destination' | 'service' | 'protocol' | 'tunnel'
> {
  /** Cumulative: requests a second that took at most `le` milliseconds; the last bound is Infinity. */
  buckets: { le: number; rate: number }[]
  /** Milliseconds of duration a second, the histogram's sum; its quotient by the count is the average. */
  durationRate?: number
  /** Bytes a second; of tcp what the caller sends. */
  requestBytesRate?: number
  /** Bytes a second; of tcp what the callee answers. */
  responseBytesRate?: number
}

/** Latency of one edge as the bounds of the histogram bucket, milliseconds. `high` is null past the last bound. */
export interface LatencyBand {
  low: number
  high: number | null
}

/** Integer counts of one version over a span, from differences of raw counters (resets handled). */
export interface VersionCounts {
  version: string
  requests: number
  failures: number
  /** Requests per reporter interval, oldest first, for overdispersion. */
  perInterval: number[]
}

export interface CallerCounts {
  namespace: string
  workload: string
  versions: VersionCounts[]
}

export interface ServiceCounts {
  /** RFC 3339 bounds of the samples used. */
  from: string
  to: string
  scrapeSeconds: number
  versions: VersionCounts[]
  /** The same by who called, where that is known; `perInterval` holds every interval of the span. */
  callers?: CallerCounts[]
  /** Requests that reached no version (503 UH, NR). */
  lost: number
  /** Counted by an operator's own telemetry, whatever carries the routes out. */
  custom?: true
  /** False when Prometheus warned or an expected scrape is missing. */
  complete: boolean
}

export interface SeriesPoint {
  /** RFC 3339. */
  at: string
  value: number | null
}
export interface VersionSeries {
  version: string
  rate: SeriesPoint[]
  successShare: SeriesPoint[]
  /** Quantiles of the latency as the bounds of their histogram bucket. */
  p50: BandPoint[]
  p95: BandPoint[]
  p99: BandPoint[]
}

/** Milliseconds; both null where there is nothing to measure, `high` alone past the last bound. */
export interface BandPoint {
  /** RFC 3339. */
  at: string
  low: number | null
  high: number | null
}
