import type { Random } from '../random'
import type { Request } from '../route-match'
import type { Upstream } from '../upstreams'
import type { Workload } from '../workloads'
import type { TraefikInstance } from './instances'
import type { Seen, TraefikMetrics } from './metrics'
import type { Leaf, Mirroring, ServiceNode, Weighted } from './services'
import type { Visitors } from './visitors'

/** What a backend answered; `grpc` is its status where it speaks gRPC. */
export interface BackendAnswer {
  code: number
  grpc: string
  latencyMs: number
}

export type Backend = (source: Workload, upstream: Upstream, request: Request) => BackendAnswer

type Answer = Pick<Seen, 'code' | 'protocol'>

/** Takes requests at Traefik's entry point and counts them as Traefik does. */
export class TraefikProxy {
  constructor(
    private readonly instances: readonly TraefikInstance[],
    private readonly metrics: TraefikMetrics,
    private readonly visitors: Visitors,
    private readonly random: Random,
    private readonly backend: Backend,
  ) {}

  /** One request from outside, at any of the pods; the first router whose rule holds takes it. */
  take(request: Request, host: string): void {
    const instance = this.instances[Math.floor(this.random.next() * this.instances.length)]
    if (!instance) return
    const router = instance.routers.find(({ test }) => test(request, host))
    const answer = router ? this.serve(instance, router.node, request) : own(404)
    const seen = { ...answer, method: request.method }
    if (router) this.metrics.router(instance, router.name, router.service, seen)
    this.metrics.entryPoint(instance, seen)
  }

  private serve(instance: TraefikInstance, node: ServiceNode, request: Request): Answer {
    switch (node.kind) {
      case 'answer':
        return own(node.status)
      case 'leaf':
        return this.forward(instance, node, request)
      case 'mirroring':
        return this.mirror(instance, node, request)
      case 'weighted': {
        const child = this.choose(node, request)
        return child ? this.serve(instance, child.node, request) : own(503)
      }
    }
  }

  /** Only what reached a server is counted for the service. */
  private forward(instance: TraefikInstance, { label, upstream }: Leaf, request: Request): Answer {
    if (upstream.pods.length === 0 && !upstream.service.external) return own(503)
    const { code, grpc, latencyMs } = this.backend(instance.workload, upstream, request)
    const answer: Answer =
      upstream.service.protocol === 'grpc'
        ? { code: Number(grpc), protocol: 'grpc' }
        : { code, protocol: 'http' }
    this.metrics.service(instance, label, { ...answer, method: request.method }, latencyMs)
    return answer
  }

  /** Mirrors get their copies by count, not by chance, and nobody waits for their answers. */
  private mirror(instance: TraefikInstance, node: Mirroring, request: Request): Answer {
    node.seen += 1
    const answer = this.serve(instance, node.main, request)
    for (const mirror of node.mirrors) {
      if (mirror.sent * 100 >= node.seen * mirror.percent) continue
      mirror.sent += 1
      this.serve(instance, mirror.node, request)
    }
    return answer
  }

  /** The cookie's child while it has a weight, else the one whose turn is due first (earliest deadline first). */
  private choose(node: Weighted, request: Request): Weighted['children'][number] | undefined {
    const cookie = node.sticky ? this.visitors.cookie(node.label, request.user) : undefined
    const kept = cookie === undefined ? undefined : node.children.find(({ name }) => name === cookie)
    if (kept) return kept
    let next = node.children[0]
    for (const child of node.children) if (next && child.due < next.due) next = child
    if (!next) return undefined
    next.due += 1 / next.weight
    if (node.sticky) this.visitors.remember(node.label, request.user, next.name)
    return next
  }
}

/** An answer that Traefik gives itself. */
function own(code: number): Answer {
  return { code, protocol: 'http' }
}
