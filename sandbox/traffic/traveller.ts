import type { Via } from './entries'
import { gatewayOf } from './entries'
import type { IstioMetrics } from './istio-metrics'
import type { Answer, Outcome } from './istio-report'
import { IstioReport, unrouted } from './istio-report'
import type { Mesh } from './mesh'
import type { Random } from './random'
import type { Request } from './route-match'
import type { CompiledRule, Target } from './routes'
import { chooseRule } from './routes'
import type { Upstream } from './upstreams'
import type { Call, Workload } from './workloads'

/** Calls nested deeper than this are not made, so that a cycle of calls ends. */
const deepest = 8
const networkMs = 0.8

/** A Gateway's pods in a namespace of ambient mode take no requests from outside. */
function isWaypoint({ name, labels }: Workload): boolean {
  return labels['gateway.networking.k8s.io/gateway-name'] === name && name.startsWith('waypoint')
}

/** Carries requests from proxy to proxy and reports them as Istio's proxies do. */
export class Traveller {
  private readonly report: IstioReport

  constructor(
    private readonly mesh: Mesh,
    metrics: IstioMetrics,
    private readonly random: Random,
    /** Told of every request that a workload answers. */
    private readonly served: (workload: Workload) => void = () => undefined,
  ) {
    this.report = new IstioReport(metrics, (namespace) =>
      this.mesh.upstreams.workloads.find((each) => each.namespace === namespace && isWaypoint(each)),
    )
  }

  /** One request to a host, from the caller's proxy on. Retries are not simulated. */
  send(source: Workload, via: Via, host: string, request: Request, depth: number): Outcome {
    const rules = source.injected ? this.rules(source, via, host) : undefined
    if (!rules && via === 'mesh')
      return this.deliver(source, this.mesh.upstreams.find(host), host, request, depth)
    const rule = chooseRule(rules ?? [], request, source)
    if (!rule || (rule.total === 0 && rule.direct === undefined)) {
      return this.report.refuse(source, unrouted(host), { code: 404, flags: 'NR' })
    }
    const protocol = rule.grpc === true ? 'grpc' : 'http'
    if (rule.direct !== undefined)
      return this.report.refuse(source, unrouted(host, protocol), { code: rule.direct, flags: '-' })
    this.mirror(source, rule, request, depth)
    const { upstream, refusal } = this.pick(rule) ?? {}
    if (refusal !== undefined)
      return this.report.refuse(source, unrouted(host, protocol), { code: refusal, flags: 'NC' })
    const delayMs = rule.delay && this.happens(rule.delay.percent) ? rule.delay.ms : 0
    if (rule.abort && upstream && this.happens(rule.abort.percent)) {
      const { status: code, grpc = '' } = rule.abort
      return this.report.refuse(source, upstream.service, {
        code,
        grpc,
        flags: delayMs > 0 ? 'DI,FI' : 'FI',
        latencyMs: delayMs,
      })
    }
    return this.deliver(source, upstream, host, request, depth, rule.timeoutMs, delayMs)
  }

  /** VirtualServices go before the routes of the Gateway API. */
  private rules(source: Workload, via: Via, host: string): readonly CompiledRule[] | undefined {
    const { routes, meshRoutes } = this.mesh
    if (via === 'listener') return meshRoutes.atGateway(gatewayOf(source) ?? '', host)
    if (via === 'gateway') return routes.rules('gateway', host)
    return routes.rules('mesh', host) ?? meshRoutes.atService(host, source.namespace)
  }

  private mirror(source: Workload, rule: CompiledRule, request: Request, depth: number): void {
    for (const { upstream, percent } of rule.mirrors) {
      if (this.happens(percent) && upstream?.state === 'known' && upstream.pods.length > 0)
        this.serve(source, upstream, request, depth)
    }
  }

  private deliver(
    source: Workload,
    upstream: Upstream | undefined,
    host: string,
    request: Request,
    depth: number,
    timeoutMs = 0,
    delayMs = 0,
  ): Outcome {
    // A name that nothing answers to fails in DNS, before any proxy sees a request.
    if (!upstream) return { ok: false, latencyMs: 0 }
    if (upstream.state === 'missing')
      return this.report.refuse(source, unrouted(host, upstream.service.protocol), { code: 503, flags: 'NC' })
    if (upstream.service.protocol === 'tcp') return this.connect(source, upstream, request)
    if (!upstream.service.external && upstream.pods.length === 0) {
      return this.report.refuse(source, upstream.service, { code: 503, flags: 'UH', latencyMs: delayMs })
    }
    const answer = this.serve(source, upstream, request, depth, timeoutMs)
    answer.latencyMs += delayMs + networkMs
    if (delayMs > 0) answer.flags = answer.flags === '-' ? 'DI' : `DI,${answer.flags}`
    const gateway = this.wayOut(upstream)
    if (gateway) {
      this.report.request('source', gateway, upstream.service, answer)
      answer.target = gateway
    }
    this.report.request('source', source, upstream.service, answer)
    return answer
  }

  /** The egress gateway that a request to the outside leaves by. */
  private wayOut({ service: { through } }: Upstream): Workload | undefined {
    if (through === undefined) return undefined
    return this.mesh.upstreams.workloads.find(({ namespace, name }) => `${namespace}/${name}` === through)
  }

  /** The server's side; what comes back is what the caller's proxy sees. */
  serve(source: Workload, upstream: Upstream, request: Request, depth: number, timeoutMs = 0): Answer {
    if (upstream.service.external) {
      const ok = this.random.next() >= 0.001
      return {
        ok,
        code: ok ? 200 : 503,
        grpc: ok ? '0' : '14',
        flags: '-',
        latencyMs: this.random.lognormal(35, 0.4),
      }
    }
    const target = this.podFor(upstream, request)
    if (target) this.served(target)
    let latencyMs = target ? this.random.lognormal(target.latencyMs, 0.4) : 0
    let failed: 'own' | 'call' | undefined =
      target && this.random.next() < target.errorRate ? 'own' : undefined
    if (target && depth < deepest) {
      for (const call of target.calls) {
        for (let left = this.times(call); left > 0; left -= 1) {
          const outcome = this.call(target, call, request, depth + 1)
          latencyMs += outcome.latencyMs
          if (!outcome.ok && !call.optional) failed ??= 'call'
        }
      }
    }
    const answer: Answer = {
      ok: failed === undefined,
      code: failed === undefined ? 200 : failed === 'own' ? 500 : 502,
      grpc: failed === undefined ? '0' : failed === 'own' ? '13' : '14',
      flags: '-',
      latencyMs,
      ...(target ? { target } : {}),
    }
    const late = timeoutMs > 0 && latencyMs > timeoutMs
    if (target?.injected === true) {
      const cut = late ? { ...answer, code: 0, grpc: '', flags: 'DC', latencyMs: timeoutMs } : answer
      this.report.request('destination', source, upstream.service, cut)
    }
    return late ? { ...answer, ok: false, code: 504, grpc: '4', flags: 'UT', latencyMs: timeoutMs } : answer
  }

  private call(source: Workload, call: Call, request: Request, depth: number): Outcome {
    const host = this.mesh.upstreams.resolve(call.host, source.namespace)
    return this.send(source, 'mesh', host, { ...request, path: call.path }, depth)
  }

  /** One query over a pooled connection: about one connection for a hundred queries. */
  private connect(source: Workload, upstream: Upstream, request: Request): Outcome {
    const target = upstream.service.external ? undefined : this.podFor(upstream, request)
    if (!target && !upstream.service.external) return { ok: false, latencyMs: 0 }
    if (target) this.served(target)
    const sent = Math.round(this.random.lognormal(2400, 0.5))
    const received = Math.round(this.random.lognormal(320, 0.3))
    const opened = this.happens(1) ? 1 : 0
    this.report.tcp(source, target, upstream.service, { sent, received, opened })
    return { ok: true, latencyMs: this.random.lognormal(target?.latencyMs ?? 4, 0.3) }
  }

  private pick(rule: CompiledRule): Target | undefined {
    let left = this.random.next() * rule.total
    for (const target of rule.targets) {
      left -= target.weight
      if (left < 0) return target
    }
    return rule.targets.at(-1)
  }

  private podFor(upstream: Upstream, request: Request): Workload | undefined {
    const { pods, sticky } = upstream
    return pods[sticky ? request.user % pods.length : Math.floor(this.random.next() * pods.length)]
  }

  private times({ times }: Call): number {
    return Math.floor(times) + (this.random.next() < times % 1 ? 1 : 0)
  }

  private happens(percent: number): boolean {
    return percent > 0 && this.random.next() * 100 < percent
  }
}
