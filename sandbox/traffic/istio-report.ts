import type { IstioMetrics } from './istio-metrics'
import type { Protocol, ServiceIdentity } from './upstreams'
import type { Workload } from './workloads'
import { addressOnly } from './workloads'

export interface Outcome {
  ok: boolean
  latencyMs: number
}

/** What a proxy saw of one request. `grpc` replaces the HTTP code where the service speaks gRPC. */
export interface Answer extends Outcome {
  code: number
  grpc: string
  flags: string
  target?: Workload
}

/** Bytes of a request's answer and of itself in a tunnel. */
const [answered, asked] = [2400, 420]

/** Reports requests as Istio's proxies see them. */
export class IstioReport {
  constructor(
    private readonly metrics: IstioMetrics,
    /** The waypoint of a namespace in ambient mode. */
    private readonly waypointOf: (namespace: string) => Workload | undefined = () => undefined,
  ) {}

  /** An answer that the caller's own proxy gives. */
  refuse(
    source: Workload,
    service: ServiceIdentity,
    given: { code: number; flags: string; grpc?: string; latencyMs?: number },
  ): Outcome {
    const speaksGrpc = service.protocol === 'grpc' && given.flags !== 'FI'
    const answer: Answer = {
      ok: given.code < 400 && (given.grpc ?? '0') === '0',
      code: speaksGrpc ? 200 : given.code,
      grpc: given.grpc ?? (speaksGrpc ? '14' : ''),
      flags: given.flags,
      latencyMs: given.latencyMs ?? 0.2,
    }
    this.request('source', source, service, answer)
    return { ok: answer.ok, latencyMs: answer.latencyMs }
  }

  /** A request that got an answer, seen by the caller's proxy or the server's. */
  request(
    reporter: 'source' | 'destination',
    source: Workload,
    service: ServiceIdentity,
    answer: Answer,
  ): void {
    const { target } = answer
    if (reporter === 'source' && source.ambient === true && target?.ambient === true)
      this.ambient(source, target, service, answer)
    else if (reporter !== 'source' || source.injected) this.proxied(reporter, known(source), service, answer)
  }

  /** ztunnels count the bytes on both nodes; the requests are the waypoint's, where there is one. */
  private ambient(source: Workload, target: Workload, service: ServiceIdentity, answer: Answer): void {
    const waypoint = this.waypointOf(target.namespace)
    if (waypoint) this.proxied('waypoint', source, service, answer)
    const nameless = { ...service, host: 'unknown', name: 'unknown', namespace: 'unknown' }
    const ends = [
      { reporter: 'source' as const, source, target: waypoint ?? target, service },
      { reporter: 'destination' as const, source: waypoint ?? source, target, service: nameless },
    ]
    for (const end of ends) this.metrics.tcp({ ...end, tunnel: true }, answered, asked, 0, 0)
  }

  private proxied(
    reporter: 'source' | 'destination' | 'waypoint',
    source: Workload | undefined,
    service: ServiceIdentity,
    answer: Answer,
  ): void {
    const grpc = service.protocol === 'grpc' && answer.grpc !== ''
    this.metrics.request({
      reporter,
      source,
      target: answer.target === addressOnly ? undefined : answer.target,
      service,
      code: grpc && answer.code !== 0 && answer.flags !== 'FI' ? 200 : answer.code,
      ...(grpc ? { grpcStatus: answer.grpc } : {}),
      flags: answer.flags,
      latencyMs: answer.latencyMs,
    })
  }

  /** Bytes over a connection, opened and closed within them or not; both proxies count them. */
  tcp(
    source: Workload,
    target: Workload | undefined,
    service: ServiceIdentity,
    bytes: { sent: number; received: number; opened: number },
  ): void {
    const { sent, received, opened } = bytes
    if (source.injected)
      this.metrics.tcp({ reporter: 'source', source, target, service }, sent, received, opened, opened)
    if (target?.injected === true) {
      this.metrics.tcp(
        { reporter: 'destination', source: known(source), target, service },
        sent,
        received,
        opened,
        opened,
      )
    }
  }
}

/** Metadata exchange needs a proxy on the caller's side. */
function known(source: Workload): Workload | undefined {
  return source.injected ? source : undefined
}

/** Without an upstream cluster a proxy knows only the host that was asked for. */
export function unrouted(host: string, protocol: Protocol = 'http'): ServiceIdentity {
  return { host, name: host.split('.')[0] ?? host, namespace: 'unknown', protocol, external: false }
}
