import type { Pod, PodContainer } from './cluster-objects'
import type { Sample } from './sample'
import type { Workload } from './workloads'

/** Share of a request's own time that it spends on the CPU. */
const busy = 0.3
/** A proxy needs about a third of a core for a thousand requests a second (istio.io, "Performance and Scalability"). */
const proxySeconds = 0.000_35
const idleCores = { app: 0.003, proxy: 0.002 }
const usualBytes = 64 * 2 ** 20
/** Requests under way at which most of the memory is in use, and how fast the figure follows. */
const crowded = 12
const followsMs = 20_000

interface Container {
  proxy: boolean
  mostCores: number
  bytes: number
  cpu: Sample
  memory: Sample
  bounds: Sample[]
}
interface Place {
  pods: Map<string, Container[]>
  requests: number
  seconds: number
  /** Requests under way. */
  inside: number
}

export interface ContainerMetrics {
  /** The pods that run now; counters of those that stayed run on. */
  take(pods: Iterable<{ pod: Pod; workload: Workload }>): void
  /** A request that a workload answered. */
  served(workload: Workload): void
  tick(tickMs: number): void
  samples(): readonly Sample[]
}

/**
 * What the kubelet's cAdvisor and kube-state-metrics tell of the containers of pods that name resources: CPU and memory
 * follow the requests and how long they take.
 */
export function createContainerMetrics(): ContainerMetrics {
  let places = new Map<string, Place>()
  let list: Sample[] = []
  return {
    take(pods) {
      const before = places
      places = new Map()
      for (const { pod, workload } of pods) {
        const containers = pod.spec?.containers ?? []
        if (!containers.some(({ resources }) => resources)) continue
        const known = before.get(workload.key)
        const place = places.get(workload.key) ?? {
          pods: new Map(),
          requests: 0,
          seconds: 0,
          inside: known?.inside ?? 0,
        }
        places.set(workload.key, place)
        const name = pod.metadata.name
        place.pods.set(name, known?.pods.get(name) ?? containers.map((each) => containerOf(pod, each)))
      }
      list = [...places.values()].flatMap(({ pods: own }) =>
        [...own.values()].flat().flatMap(({ cpu, memory, bounds }) => [cpu, memory, ...bounds]),
      )
    },
    served({ key, latencyMs }) {
      const place = places.get(key)
      if (!place) return
      place.requests += 1
      place.seconds += latencyMs / 1000
    },
    tick(tickMs) {
      if (tickMs <= 0) return
      const follow = Math.min(1, tickMs / followsMs)
      for (const place of places.values()) {
        place.inside += (place.seconds / (tickMs / 1000) - place.inside) * follow
        for (const container of [...place.pods.values()].flat()) use(container, place, tickMs / 1000)
        place.requests = 0
        place.seconds = 0
      }
    },
    samples: () => list,
  }
}

function use({ proxy, mostCores, bytes, cpu, memory }: Container, place: Place, seconds: number): void {
  const pods = place.pods.size
  const work = proxy ? place.requests * proxySeconds : place.seconds * busy
  cpu.value += Math.min(
    mostCores * seconds,
    (proxy ? idleCores.proxy : idleCores.app) * seconds + work / pods,
  )
  memory.value = Math.round(bytes * (0.4 + 0.5 * (1 - Math.exp(-place.inside / pods / crowded))))
}

function containerOf(
  { metadata: { name: pod, namespace = '' } }: Pod,
  { name: container, resources }: PodContainer,
): Container {
  const labels = { namespace, pod, container }
  const bound = (metric: string, bounds: NonNullable<PodContainer['resources']>['limits']): Sample[] => {
    const { cpu, memory } = bounds ?? {}
    const kube = `kube_pod_container_resource_${metric}`
    return [
      ...(cpu === undefined
        ? []
        : [{ name: kube, labels: { ...labels, resource: 'cpu', unit: 'core' }, value: coresOf(cpu) }]),
      ...(memory === undefined
        ? []
        : [{ name: kube, labels: { ...labels, resource: 'memory', unit: 'byte' }, value: bytesOf(memory) }]),
    ]
  }
  const { limits, requests } = resources ?? {}
  const written = limits?.memory ?? requests?.memory
  return {
    proxy: container === 'istio-proxy',
    mostCores: limits?.cpu === undefined ? Number.POSITIVE_INFINITY : coresOf(limits.cpu),
    bytes: written === undefined ? usualBytes : bytesOf(written),
    cpu: { name: 'container_cpu_usage_seconds_total', labels, value: 0 },
    memory: { name: 'container_memory_working_set_bytes', labels, value: 0 },
    bounds: [...bound('limits', limits), ...bound('requests', requests)],
  }
}

/** `250m` or `2`. */
function coresOf(text: string): number {
  return text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text)
}

/** `64Mi`, `1Gi` or bytes. */
function bytesOf(text: string): number {
  const [, digits = '0', unit = ''] = /^(\d+)(Ki|Mi|Gi)?$/.exec(text) ?? []
  return Number(digits) * ({ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 }[unit] ?? 1)
}
