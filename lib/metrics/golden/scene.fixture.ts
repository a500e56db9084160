import type { GraphCluster, GraphEdge, GraphInput } from '@/lib/domain/topology/graph-model'

/** One series of an exporter: a counter that grows evenly. */
export interface SceneSeries {
  metric: string
  labels: Record<string, string>
  perSecond: number
}

/** What an edge must say; fields that are left out are not looked at. */
export type WantedEdge = Pick<GraphEdge, 'from' | 'to'> & {
  kind?: 'http' | 'grpc' | 'tcp' | 'http-mirror'
} & Partial<Omit<GraphEdge, 'id' | 'from' | 'to' | 'protocol'>>

/** Traffic as Istio counts it, and the graph that it means, written by hand from Istio's documentation. */
export interface Scene {
  name: string
  series: SceneSeries[]
  clusters: readonly GraphCluster[]
  level?: GraphInput['level']
  /** Ids of all nodes. */
  nodes: string[]
  /** All edges. */
  edges: WantedEdge[]
}

export interface Peer {
  app: string
  version: string
  namespace: string
  workload: string
  cluster: string
}

/** A workload as its own proxy names it; `Kubernetes` is Istio's default name of a cluster. */
export function peer(app: string, version = 'v1', more: Partial<Peer> = {}): Peer {
  return { app, version, namespace: 'shop', workload: `${app}-${version}`, cluster: 'Kubernetes', ...more }
}

export interface Asked {
  host: string
  name: string
  namespace: string
}

export function service(name: string, namespace = 'shop'): Asked {
  return { host: `${name}.${namespace}.svc.cluster.local`, name, namespace }
}

interface Seen {
  reporter: 'source' | 'destination' | 'waypoint'
  /** Absent: unknown to the reporter. */
  from?: Peer
  to?: Peer
  service: Asked
  policy?: 'mutual_tls' | 'none' | 'unknown'
  /** Labels of the pod that counts, or others than the standard ones. */
  more?: Record<string, string>
}

interface Requests extends Seen {
  protocol?: 'http' | 'grpc'
  code?: string
  flags?: string
  grpc?: string
  perSecond: number
}

/** A series of istio_requests_total with the labels of "Istio Standard Metrics". */
export function requests(seen: Requests): SceneSeries {
  const { protocol = 'http', code = '200', flags = '-', grpc = '', perSecond } = seen
  return {
    metric: 'istio_requests_total',
    labels: {
      ...edgeLabels(seen),
      request_protocol: protocol,
      response_code: code,
      response_flags: flags,
      grpc_response_status: grpc,
      ...seen.more,
    },
    perSecond,
  }
}

interface Bytes extends Seen {
  /** What the caller sends, which Istio calls received (istio/istio#32399). */
  up: number
  /** What the callee answers, which Istio calls sent. */
  down: number
}

/** The two series of bytes of one tcp edge. */
export function bytes(seen: Bytes): SceneSeries[] {
  const labels = { ...edgeLabels(seen), request_protocol: 'tcp', response_flags: '-', ...seen.more }
  return [
    { metric: 'istio_tcp_received_bytes_total', labels, perSecond: seen.up },
    { metric: 'istio_tcp_sent_bytes_total', labels, perSecond: seen.down },
  ]
}

/** Bytes as a ztunnel counts them: its pods' label `app` comes with the scrape, and it knows of mTLS on both sides. */
export const tunnelBytes = (seen: Bytes): SceneSeries[] =>
  bytes({ policy: 'mutual_tls', ...seen, more: { app: 'ztunnel', ...seen.more } })

function edgeLabels({ reporter, from, to, service: asked, policy }: Seen): Record<string, string> {
  // Only the receiving side knows how a connection was secured.
  const seen = reporter === 'source' ? 'unknown' : from === undefined ? 'none' : 'mutual_tls'
  return {
    reporter,
    ...peerLabels('source', from),
    ...peerLabels('destination', to),
    destination_service: asked.host,
    destination_service_name: asked.name,
    destination_service_namespace: asked.namespace,
    connection_security_policy: policy ?? seen,
  }
}

function peerLabels(side: string, known: Peer | undefined): Record<string, string> {
  return {
    [`${side}_workload`]: known?.workload ?? 'unknown',
    [`${side}_workload_namespace`]: known?.namespace ?? 'unknown',
    [`${side}_canonical_service`]: known?.app ?? 'unknown',
    [`${side}_canonical_revision`]: known?.version ?? 'latest',
    [`${side}_app`]: known?.app ?? 'unknown',
    [`${side}_version`]: known?.version ?? 'unknown',
    [`${side}_cluster`]: known?.cluster ?? 'unknown',
  }
}

const id = (...parts: string[]): string => parts.join('~')

/** Ids of nodes in the cluster `sandbox`. */
export const node = {
  service: (name: string, namespace = 'shop') => id('service', 'sandbox', namespace, name),
  version: (name: string, version = 'v1', namespace = 'shop') =>
    id('version', 'sandbox', namespace, name, version),
  gateway: (name: string, namespace = 'istio-system') => id('gateway', 'sandbox', namespace, name),
  external: (name: string) => id('external', 'sandbox', name),
  unknownCallers: id('unknown', 'sandbox'),
  unknownService: id('unknown', 'sandbox', 'destination'),
}
