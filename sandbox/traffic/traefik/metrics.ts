import type { Sample } from '../sample'

/** The recipe's `--metrics.prometheus.buckets`, in seconds. */
export const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const

/** One Traefik pod as Prometheus finds it. */
export interface Scraped {
  namespace: string
  pod: string
  /** Address of its metrics. */
  instance: string
}

/** One answer; `code` is the gRPC status where `protocol` is grpc. */
export interface Seen {
  code: number
  method: string
  protocol: 'http' | 'grpc'
}

export interface TraefikMetrics {
  service(from: Scraped, service: string, seen: Seen, latencyMs: number): void
  router(from: Scraped, router: string, service: string, seen: Seen): void
  entryPoint(from: Scraped, seen: Seen): void
  /** Drops the series of pods that are gone, and of services and routers that left the configuration. */
  retain(instances: ReadonlySet<string>, services: ReadonlySet<string>, routers: ReadonlySet<string>): void
  /** All series; the array and its samples are reused, so read them before the next tick. */
  samples(): readonly Sample[]
}

interface Counted {
  instance: string
  service?: string
  router?: string
  total: Sample
  duration?: { buckets: Sample[]; sum: Sample; count: Sample; perBucket: Float64Array }
}

/** Traefik's Prometheus metrics with router and service labels on (doc.traefik.io, observability, metrics). */
export function createTraefikMetrics(): TraefikMetrics {
  const series = new Map<string, Counted>()
  const targets = new Map<string, Record<string, string>>()
  let list: Sample[] | undefined

  const targetOf = ({ instance }: Scraped): Record<string, string> => {
    const target = targets.get(instance) ?? { job: 'traefik', instance }
    targets.set(instance, target)
    return target
  }
  const labelsOf = (
    from: Scraped,
    { code, method, protocol }: Seen,
    more: Record<string, string>,
  ): Record<string, string> => ({
    code: String(code),
    method,
    protocol,
    ...more,
    namespace: from.namespace,
    pod: from.pod,
  })
  const counted = (key: string, make: () => Counted): Counted => {
    const known = series.get(key)
    if (known) return known
    const made = make()
    series.set(key, made)
    list = undefined
    return made
  }
  const keyOf = (from: Scraped, name: string, { code, method, protocol }: Seen): string =>
    `${from.instance}|${name}|${code}|${method}|${protocol}`

  return {
    service(from, service, seen, latencyMs) {
      const one = counted(keyOf(from, service, seen), () => {
        const labels = labelsOf(from, seen, { service })
        const target = targetOf(from)
        const { instance } = from
        const total = { name: 'traefik_service_requests_total', labels, target, value: 0 }
        return { instance, service, total, duration: histogram(labels, target) }
      })
      one.total.value += 1
      if (!one.duration) return
      const seconds = latencyMs / 1000
      const found = durationBounds.findIndex((bound) => seconds <= bound)
      const bucket = found === -1 ? durationBounds.length : found
      one.duration.perBucket[bucket] = (one.duration.perBucket[bucket] ?? 0) + 1
      one.duration.sum.value += seconds
    },

    router(from, router, service, seen) {
      const one = counted(keyOf(from, `${router}>${service}`, seen), () => {
        const labels = labelsOf(from, seen, { router, service })
        const total = { name: 'traefik_router_requests_total', labels, target: targetOf(from), value: 0 }
        return { instance: from.instance, router, total }
      })
      one.total.value += 1
    },

    entryPoint(from, seen) {
      const one = counted(keyOf(from, '', seen), () => {
        const labels = labelsOf(from, seen, { entrypoint: 'web' })
        const total = { name: 'traefik_entrypoint_requests_total', labels, target: targetOf(from), value: 0 }
        return { instance: from.instance, total }
      })
      one.total.value += 1
    },

    retain(instances, services, routers) {
      for (const [key, { instance, service, router }] of series) {
        const left =
          !instances.has(instance) ||
          (service !== undefined && !services.has(service)) ||
          (router !== undefined && !routers.has(router))
        if (!left) continue
        series.delete(key)
        list = undefined
      }
      for (const instance of targets.keys()) if (!instances.has(instance)) targets.delete(instance)
    },

    samples() {
      const all = [...series.values()]
      for (const { duration } of all) {
        if (!duration) continue
        let cumulative = 0
        for (const [index, bucket] of duration.buckets.entries()) {
          cumulative += duration.perBucket[index] ?? 0
          bucket.value = cumulative
        }
        duration.count.value = cumulative
      }
      list ??= [
        ...all.map(({ total }) => total),
        ...all.flatMap(({ duration }) =>
          duration ? [...duration.buckets, duration.sum, duration.count] : [],
        ),
      ]
      return list
    },
  }
}

function histogram(
  labels: Record<string, string>,
  target: Record<string, string>,
): NonNullable<Counted['duration']> {
  const name = 'traefik_service_request_duration_seconds'
  return {
    buckets: [...durationBounds.map(String), '+Inf'].map((le) => ({
      name: `${name}_bucket`,
      labels: { ...labels, le },
      target,
      value: 0,
    })),
    sum: { name: `${name}_sum`, labels, target, value: 0 },
    count: { name: `${name}_count`, labels, target, value: 0 },
    perBucket: new Float64Array(durationBounds.length + 1),
  }
}
