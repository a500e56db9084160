import type { Party, TrafficRow } from '@/lib/domain/topology/traffic'
import type { Labels, Sample } from '../prometheus/answer'

const unknown = 'unknown'

/** A label; absent and empty ones are `unknown`. */
function label(labels: Labels, name: string): string {
  const value = labels[name]
  return value === undefined || value === '' ? unknown : value
}

/** The version that took a request: the canonical revision, else the version label; undefined where none did. */
export function versionOf(labels: Labels): string | undefined {
  const workload = labels.destination_workload
  if (workload === unknown) return undefined
  const version = [labels.destination_canonical_revision, labels.destination_version].find(
    (value) => value !== undefined && value !== '' && value !== unknown,
  )
  return version
}

/** Samples of one requests query as rows; values that are no finite rate are left out. */
export function requestRows(samples: readonly Sample[]): TrafficRow[] {
  const intern = createIntern()
  return finite(samples).map(({ labels, value }) => {
    const grpcStatus = labels.grpc_response_status
    return {
      ...edge(labels, intern),
      protocol: label(labels, 'request_protocol') === 'grpc' ? 'grpc' : 'http',
      code: labels.response_code ?? '2xx',
      flags: flagsOf(labels),
      ...(grpcStatus === undefined || grpcStatus === '' ? {} : { grpcStatus }),
      rate: value,
    }
  })
}

/**
 * Samples of one tcp query as rows. Istio's `sent` is what the server answers and `received` what the client sends
 * (istio/istio#32399); both go into one throughput, so the reversal cannot mislead.
 */
export function tcpRows(samples: readonly Sample[]): TrafficRow[] {
  const intern = createIntern()
  return finite(samples).map(({ labels, value }) => ({
    ...edge(labels, intern),
    protocol: 'tcp',
    code: '',
    flags: '',
    rate: 0,
    bytesRate: value,
    ...(isTunnel(labels) ? { tunnel: true } : {}),
  }))
}

/**
 * Whether a ztunnel counted a series of tcp: by the label of its pods, where scrapes keep that; else it is the only
 * reporter on the caller's side that knows of mTLS ("Istio Standard Metrics", Connection Security Policy).
 */
export function isTunnel({ app, reporter, connection_security_policy: policy }: Labels): boolean {
  if (app !== undefined && app !== '') return app === 'ztunnel'
  return reporter === 'source' && policy === 'mutual_tls'
}

function finite(samples: readonly Sample[]): Sample[] {
  return samples.filter(({ value }) => Number.isFinite(value) && value > 0)
}

function flagsOf(labels: Labels): string {
  const flags = labels.response_flags ?? ''
  return flags === '-' ? '' : flags
}

export type Intern = <Value extends object>(value: Value) => Value

/** The same parties and services come in many rows; one object for each makes the graph quick to build. */
export function createIntern(): Intern {
  const seen = new Map<string, object>()
  return <Value extends object>(value: Value): Value => {
    const key = Object.values(value).join('\n')
    const known = seen.get(key)
    if (known !== undefined) return known as Value
    seen.set(key, value)
    return value
  }
}

/** Between whom a series counts, and which proxy of them; parties and services are one object each. */
export function edgeOf(
  labels: Labels,
  intern: Intern,
): Pick<TrafficRow, 'reporter' | 'source' | 'destination' | 'service'> {
  const reporter = labels.reporter
  return {
    reporter: reporter === 'source' || reporter === 'waypoint' ? reporter : 'destination',
    source: intern(party(labels, 'source')),
    destination: intern(party(labels, 'destination')),
    service: intern(serviceOf(labels)),
  }
}

function edge(labels: Labels, intern: Intern): ReturnType<typeof edgeOf> & { mtls?: boolean } {
  const policy = labels.connection_security_policy
  return {
    ...edgeOf(labels, intern),
    ...(policy === 'mutual_tls' || policy === 'none' ? { mtls: policy === 'mutual_tls' } : {}),
  }
}

function party(labels: Labels, side: 'source' | 'destination'): Party {
  return {
    cluster: label(labels, `${side}_cluster`),
    namespace: label(labels, `${side}_workload_namespace`),
    workload: label(labels, `${side}_workload`),
    app: label(labels, `${side}_canonical_service`),
    version: label(labels, `${side}_canonical_revision`),
  }
}

/** What Istio calls a host for which it has no Service. */
const clusterWide = /^(PassthroughCluster|BlackHoleCluster|InboundPassthrough\w*)$/
const address = /^(\d{1,3}(\.\d{1,3}){3}|\[?[0-9a-f]*:[0-9a-f:.]*\]?)$/i

/**
 * The host without what is no part of its name: a port, Envoy's mark of a mirrored copy, and what a gateway between
 * networks puts in front of the service that it passes on.
 */
function nameOfHost(host: string): string {
  return host
    .replace(/(?<=^[^:]+|\]):\d+$/, '')
    .replace(/(?<=\..*)-shadow$/, '')
    .replace(/^outbound_\.\d+_\.[^_]*_\./, '')
}

/** A proxy without an upstream cluster knows only the host; its name and namespace are read from that. */
function serviceOf(labels: Labels): TrafficRow['service'] {
  const host = label(labels, 'destination_service')
  const named = label(labels, 'destination_service_name')
  const space = label(labels, 'destination_service_namespace')
  const cluster = label(labels, 'destination_cluster')
  if (clusterWide.test(named)) return { host, name: named, namespace: space, cluster }
  const bare = nameOfHost(host)
  const own = named === unknown || named === host || nameOfHost(named) === bare
  // An address is nobody's name: the pod that it reached says whose it is.
  if (address.test(bare)) return { host, name: own ? unknown : named, namespace: space, cluster }
  const [first = '', second = '', third] = bare === unknown ? [] : bare.split('.')
  const inside = second !== '' && (third === 'svc' || (third === undefined && space === unknown))
  return {
    host,
    name: inside && (own || space === unknown) ? first : own ? bare : named,
    namespace: space === unknown && inside ? second : space,
    cluster,
  }
}
