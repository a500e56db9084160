import type { IstioMetrics } from './istio-metrics'
import { createIstioMetrics } from './istio-metrics'
import type { Mesh } from './mesh'
import { crowd, rhythm } from './population'
import type { Random } from './random'
import { seededRandom } from './random'
import type { Request } from './route-match'
import type { CompiledRule, Via } from './routes'
import { chooseRule } from './routes'
import type { Sample } from './sample'
import type { ServiceIdentity, Upstream } from './upstreams'
import type { Call, Workload } from './workloads'

export interface Simulation {
  /** Sends the requests of `tickMs` milliseconds that end at `now` (Unix milliseconds) through the mesh. */
  tick(mesh: Mesh, now: number, tickMs: number): void
  samples(): readonly Sample[]
}

interface Outcome {
  ok: boolean
  latencyMs: number
}

/** What a proxy saw of one request. `grpc` replaces the HTTP code where the service speaks gRPC. */
interface Answer extends Outcome {
  code: number
  grpc: string
  flags: string
  target?: Workload
}

/** Calls nested deeper than this are not made, so that a cycle of calls ends. */
const deepest = 8
const networkMs = 0.8

/** The request-level simulation: no clock, no I/O, all randomness from the seed. */
export function createSimulation({ seed }: { seed: number }): Simulation {
  const random = seededRandom(seed)
  const metrics = createIstioMetrics()
  const people = crowd()
  const load = rhythm(random)
  let current: Mesh | undefined
  return {
    tick(mesh, now, tickMs) {
      if (mesh !== current) metrics.retain(mesh.reporters)
      current = mesh
      const travel = new Traveller(mesh, metrics, random)
      const factor = load(now, tickMs)
      for (const entry of mesh.entries) {
        for (let left = random.poisson((entry.rps * factor * tickMs) / 1000); left > 0; left -= 1) {
          const person = people[Math.floor(random.next() * people.length)]
          if (person) travel.send(entry.source, entry.via, entry.host, person, 0)
        }
      }
    },
    samples: () => metrics.samples(),
  }
}

/** Carries requests from proxy to proxy and reports them as Istio's proxies do. */
class Traveller {
  constructor(
    private readonly mesh: Mesh,
    private readonly metrics: IstioMetrics,
    private readonly random: Random,
  ) {}

  /** One request to a host, from the caller's proxy on. Retries are not simulated. */
  send(source: Workload, via: Via, host: string, request: Request, depth: number): Outcome {
    const rules = source.injected ? this.mesh.routes.rules(via, host) : undefined
    if (!rules && via === 'mesh')
      return this.deliver(source, this.mesh.upstreams.find(host), host, request, depth)
    const rule = chooseRule(rules ?? [], request, source)
    if (!rule || (rule.total === 0 && rule.direct === undefined)) {
      return this.refuse(source, unrouted(host), { code: 404, flags: 'NR' })
    }
    if (rule.direct !== undefined)
      return this.refuse(source, unrouted(host), { code: rule.direct, flags: '-' })
    const upstream = this.pick(rule)
    for (const mirror of rule.mirrors) {
      if (
        this.happens(mirror.percent) &&
        mirror.upstream?.state === 'known' &&
        mirror.upstream.pods.length > 0
      ) {
        this.serve(source, mirror.upstream, request, depth)
      }
    }
    const delayMs = rule.delay && this.happens(rule.delay.percent) ? rule.delay.ms : 0
    if (rule.abort && upstream && this.happens(rule.abort.percent)) {
      const { status: code, grpc = '' } = rule.abort
      return this.refuse(source, upstream.service, {
        code,
        grpc,
        flags: delayMs > 0 ? 'DI,FI' : 'FI',
        latencyMs: delayMs,
      })
    }
    return this.deliver(source, upstream, host, request, depth, rule.timeoutMs, delayMs)
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
      return this.refuse(source, unrouted(host, upstream.service), { code: 503, flags: 'NC' })
    if (upstream.service.protocol === 'tcp') return this.connect(source, upstream, request)
    if (!upstream.service.external && upstream.pods.length === 0) {
      return this.refuse(source, upstream.service, { code: 503, flags: 'UH', latencyMs: delayMs })
    }
    const answer = this.serve(source, upstream, request, depth, timeoutMs)
    answer.latencyMs += delayMs + networkMs
    if (delayMs > 0) answer.flags = answer.flags === '-' ? 'DI' : `DI,${answer.flags}`
    this.report('source', source, upstream.service, answer)
    return answer
  }

  /** The server's side; what comes back is what the caller's proxy sees. */
  private serve(
    source: Workload,
    upstream: Upstream,
    request: Request,
    depth: number,
    timeoutMs = 0,
  ): Answer {
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
      this.report('destination', source, upstream.service, cut)
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
    const sent = Math.round(this.random.lognormal(2400, 0.5))
    const received = Math.round(this.random.lognormal(320, 0.3))
    const opened = this.happens(1) ? 1 : 0
    const closed = opened
    const { service } = upstream
    if (source.injected)
      this.metrics.tcp({ reporter: 'source', source, target, service }, sent, received, opened, closed)
    if (target?.injected === true) {
      this.metrics.tcp(
        { reporter: 'destination', source: known(source), target, service },
        sent,
        received,
        opened,
        closed,
      )
    }
    return { ok: true, latencyMs: this.random.lognormal(target?.latencyMs ?? 4, 0.3) }
  }

  /** An answer that the caller's own proxy gives. */
  private refuse(
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
    this.report('source', source, service, answer)
    return { ok: answer.ok, latencyMs: answer.latencyMs }
  }

  private report(
    reporter: 'source' | 'destination',
    source: Workload,
    service: ServiceIdentity,
    answer: Answer,
  ): void {
    if (reporter === 'source' && !source.injected) return
    const grpc = service.protocol === 'grpc' && answer.grpc !== ''
    this.metrics.request({
      reporter,
      source: known(source),
      target: answer.target,
      service,
      code: grpc && answer.code !== 0 && answer.flags !== 'FI' ? 200 : answer.code,
      ...(grpc ? { grpcStatus: answer.grpc } : {}),
      flags: answer.flags,
      latencyMs: answer.latencyMs,
    })
  }

  private pick(rule: CompiledRule): Upstream | undefined {
    let left = this.random.next() * rule.total
    for (const target of rule.targets) {
      left -= target.weight
      if (left < 0) return target.upstream
    }
    return rule.targets.at(-1)?.upstream
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

/** Metadata exchange needs a proxy on the caller's side. */
function known(source: Workload): Workload | undefined {
  return source.injected ? source : undefined
}

/** Without an upstream cluster a proxy knows only the host that was asked for. */
function unrouted(host: string, service?: ServiceIdentity): ServiceIdentity {
  return {
    host,
    name: host.split('.')[0] ?? host,
    namespace: 'unknown',
    protocol: service?.protocol ?? 'http',
    external: false,
  }
}
