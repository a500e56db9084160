import type { Sample } from './sample'
import type { ServiceIdentity } from './upstreams'
import type { Workload } from './workloads'

/** Envoy's default histogram bounds in milliseconds, which Istio keeps. */
export const durationBounds = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000, 300000, 600000, 1800000,
  3600000,
] as const

export interface RequestSeen {
  reporter: 'source' | 'destination' | 'waypoint'
  /** Undefined: a caller without a proxy. */
  source: Workload | undefined
  /** Undefined: no workload was reached, or it lies outside the mesh. */
  target: Workload | undefined
  /** `namespace` is `unknown` where the proxy found no upstream cluster. */
  service: ServiceIdentity
  /** HTTP status; 0 where no response was sent. */
  code: number
  grpcStatus?: string
  /** Envoy's response flags; `-` for none. */
  flags: string
  latencyMs: number
}

export interface ConnectionSeen extends Pick<RequestSeen, 'reporter' | 'source' | 'target' | 'service'> {
  /** Counted by a ztunnel rather than by a proxy. */
  tunnel?: boolean
}

export interface IstioMetrics {
  request(seen: RequestSeen): void
  /** Bytes as Istio counts them: sent is what the server answers, received is what the client sends. */
  tcp(seen: ConnectionSeen, sentBytes: number, receivedBytes: number, opened: number, closed: number): void
  /** Drops the series of proxies that are gone. */
  retain(alive: ReadonlySet<string>): void
  /** All series; the array and its samples are reused, so read them before the next tick. */
  samples(): readonly Sample[]
}

interface RequestSeries {
  owner: string
  total: Sample
  count: Sample
  sum: Sample
  buckets: Sample[]
  perBucket: Float64Array
  /** Sizes of bodies: of these histograms the sums and counts alone. */
  sizes: { request: Sample; response: Sample; counts: Sample[] }
  bytes: { request: number; response: number }
}

interface TcpSeries {
  owner: string
  sent: Sample
  received: Sample
  opened: Sample
  closed: Sample
}

/** Istio's standard metrics with their labels (istio.io, reference, "Istio Standard Metrics"). */
export function createIstioMetrics(): IstioMetrics {
  const requests = new Map<string, RequestSeries>()
  const connections = new Map<string, TcpSeries>()
  let list: Sample[] | undefined

  return {
    request(seen) {
      const { reporter, source, target, service, code, flags, grpcStatus = '' } = seen
      const key = `${edgeKey(seen)}|${service.namespace}|${code}|${flags}|${grpcStatus}`
      let series = requests.get(key)
      if (!series) {
        list = undefined
        series = makeRequestSeries(reporter === 'source' ? source : target, {
          ...edgeLabels(seen),
          response_code: String(code),
          response_flags: flags,
          ...(grpcStatus === '' ? {} : { grpc_response_status: grpcStatus }),
        })
        requests.set(key, series)
      }
      const bucket = bucketOf(seen.latencyMs)
      series.perBucket[bucket] = (series.perBucket[bucket] ?? 0) + 1
      series.total.value += 1
      series.sum.value += Math.round(seen.latencyMs)
      series.sizes.request.value += series.bytes.request
      series.sizes.response.value += series.bytes.response
    },

    tcp(seen, sentBytes, receivedBytes, opened, closed) {
      const key = edgeKey(seen)
      let series = connections.get(key)
      if (!series) {
        list = undefined
        const labels = { ...edgeLabels(seen), response_flags: '-' }
        series = {
          owner: ownerKey(seen.reporter === 'source' ? seen.source : seen.target),
          sent: { name: 'istio_tcp_sent_bytes_total', labels, value: 0 },
          received: { name: 'istio_tcp_received_bytes_total', labels, value: 0 },
          opened: { name: 'istio_tcp_connections_opened_total', labels, value: 0 },
          closed: { name: 'istio_tcp_connections_closed_total', labels, value: 0 },
        }
        connections.set(key, series)
      }
      series.sent.value += sentBytes
      series.received.value += receivedBytes
      series.opened.value += opened
      series.closed.value += closed
    },

    retain(alive) {
      for (const family of [requests, connections]) {
        for (const [key, series] of family) {
          if (alive.has(series.owner)) continue
          family.delete(key)
          list = undefined
        }
      }
    },

    samples() {
      for (const series of requests.values()) {
        let cumulative = 0
        for (const [index, bucket] of series.buckets.entries()) {
          cumulative += series.perBucket[index] ?? 0
          bucket.value = cumulative
        }
        series.count.value = cumulative
        for (const count of series.sizes.counts) count.value = cumulative
      }
      list ??= [
        ...[...requests.values()].map((series) => series.total),
        ...[...requests.values()].flatMap((series) => [...series.buckets, series.sum, series.count]),
        ...[...requests.values()].flatMap(({ sizes }) => [sizes.request, sizes.response, ...sizes.counts]),
        ...[...connections.values()].map((series) => series.sent),
        ...[...connections.values()].map((series) => series.received),
        ...[...connections.values()].map((series) => series.opened),
        ...[...connections.values()].map((series) => series.closed),
      ]
      return list
    },
  }
}

function makeRequestSeries(owner: Workload | undefined, labels: Record<string, string>): RequestSeries {
  const duration = 'istio_request_duration_milliseconds'
  const sized = (metric: string): Sample => ({ name: metric, labels, value: 0 })
  return {
    owner: ownerKey(owner),
    total: { name: 'istio_requests_total', labels, value: 0 },
    count: { name: `${duration}_count`, labels, value: 0 },
    sum: { name: `${duration}_sum`, labels, value: 0 },
    buckets: [...durationBounds.map(String), '+Inf'].map((le) => ({
      name: `${duration}_bucket`,
      labels: { ...labels, le },
      value: 0,
    })),
    perBucket: new Float64Array(durationBounds.length + 1),
    sizes: {
      request: sized('istio_request_bytes_sum'),
      response: sized('istio_response_bytes_sum'),
      counts: [sized('istio_request_bytes_count'), sized('istio_response_bytes_count')],
    },
    bytes: bytesOf(labels),
  }
}

/** Bodies of one service are of one size, and errors are short. */
function bytesOf(labels: Record<string, string>): RequestSeries['bytes'] {
  const host = labels.destination_service ?? ''
  const request = 200 + 37 * (host.length % 17)
  return { request, response: labels.response_code === '200' ? 6 * request : 120 }
}

function ownerKey(workload: Workload | undefined): string {
  return workload?.key ?? ''
}

function edgeKey({ reporter, source, target, service, tunnel = false }: ConnectionSeen): string {
  return `${tunnel ? 'ztunnel' : reporter}|${reporter}|${ownerKey(source)}|${ownerKey(target)}|${service.host}`
}

function bucketOf(latencyMs: number): number {
  const found = durationBounds.findIndex((bound) => latencyMs <= bound)
  return found === -1 ? durationBounds.length : found
}

function edgeLabels({ reporter, source, target, service, tunnel }: ConnectionSeen): Record<string, string> {
  const encrypted = tunnel === true || source?.injected === true || source?.ambient === true
  const seen = reporter !== 'source' || tunnel === true
  return {
    reporter,
    ...peerLabels('source', source),
    ...peerLabels('destination', target),
    destination_service: service.host,
    destination_service_name: service.name,
    destination_service_namespace: service.namespace,
    request_protocol: service.protocol,
    connection_security_policy: !seen ? 'unknown' : encrypted ? 'mutual_tls' : 'none',
    ...(tunnel === true ? { app: 'ztunnel' } : {}),
  }
}

function peerLabels(side: 'source' | 'destination', peer: Workload | undefined): Record<string, string> {
  return {
    [`${side}_workload`]: peer?.name ?? 'unknown',
    [`${side}_workload_namespace`]: peer?.namespace ?? 'unknown',
    [`${side}_canonical_service`]: peer?.canonicalService ?? 'unknown',
    [`${side}_canonical_revision`]: peer?.canonicalRevision ?? 'latest',
    [`${side}_app`]: peer?.app ?? 'unknown',
    [`${side}_version`]: peer?.version ?? 'unknown',
    [`${side}_cluster`]: peer ? (peer.cluster ?? 'Kubernetes') : 'unknown',
    [`${side}_principal`]:
      peer?.injected === true || peer?.ambient === true
        ? `spiffe://cluster.local/ns/${peer.namespace}/sa/default`
        : 'unknown',
  }
}
