import { escapePattern } from '@/lib/domain/judgement/promql-text'
import type { ContainerBounds, Saturation, VersionPods } from '@/lib/domain/topology/saturation'
import type { Series } from './prometheus/answer'
import type { PrometheusClient } from './prometheus/client'
import { is, range, selector, type Matcher } from './prometheus/promql'
import { saturationOf, type ContainerSeries } from './saturation-series'

/** Names of cAdvisor (kubelet, "/metrics/cadvisor") and of kube-state-metrics ("pod-metrics"). */
const cpuMetric = 'container_cpu_usage_seconds_total'
const memoryMetric = 'container_memory_working_set_bytes'
const limitsMetric = 'kube_pod_container_resource_limits'
const requestsMetric = 'kube_pod_container_resource_requests'

/** Series of a pod's pause container and of its whole cgroup would count everything twice. */
const ownContainers: Matcher = { label: 'container', op: '!~', value: 'POD|' }
const byContainer = 'max by (pod, container, resource)'

export const noContainerMetrics = 'not measured: this Prometheus has no container metrics'

export interface ChartSpan {
  start: Date
  end: Date
  step: number
  /** Of `rate()`. */
  rateSeconds: number
}

/** How pods are named that a workload of this kind makes (Kubernetes, "Workload management"). */
const suffixes: Readonly<Record<string, string>> = {
  Deployment: '-[a-z0-9]{6,10}-[a-z0-9]{5}',
  StatefulSet: '-[0-9]+',
  Pod: '',
}
const usualSuffix = '(-[a-z0-9]{6,10})?-[a-z0-9]{5}'

/**
 * What the containers of the versions' pods used of their limits, in four queries. Pods that are gone count for the one
 * version that had a workload of their name; bounds that kube-state-metrics doesn't know are those of the pods' specs.
 */
export async function fetchSaturation(
  client: PrometheusClient,
  { namespace, versions }: { namespace: string; versions: readonly VersionPods[] },
  { start, end, step, rateSeconds }: ChartSpan,
): Promise<Saturation> {
  const owners = versions.map(({ version, workloads, pods }) => ({
    version,
    pods: new Set(pods.map(({ name }) => name)),
    patterns: workloads.map(({ kind, name }) => escapePattern(name) + (suffixes[kind] ?? usualSuffix)),
  }))
  const names = owners.flatMap(({ pods, patterns }) => [...patterns, ...[...pods].map(escapePattern)])
  if (names.length === 0) return { problem: 'not measured: nothing runs here', versions: [] }
  const ofPods: Matcher[] = [
    is('namespace', namespace),
    { label: 'pod', op: '=~', value: [...new Set(names)].join('|') },
    ownContainers,
  ]
  const resource = (value: string): Matcher => ({ label: 'resource', op: '=~', value })
  const ask = async (query: string) => (await client.range(query, start, end, step)).data
  const [cpu, memory, limits, requests] = await Promise.all([
    ask(`sum by (pod, container) (rate(${selector(cpuMetric, ofPods)}${range(rateSeconds)}))`),
    ask(`${byContainer} (${selector(memoryMetric, ofPods)})`),
    ask(`${byContainer} (${selector(limitsMetric, [...ofPods, resource('cpu|memory')])})`),
    ask(`${byContainer} (${selector(requestsMetric, [...ofPods, resource('cpu')])})`),
  ])
  if (cpu.length === 0 && memory.length === 0) return { problem: await whyNothing(client, end), versions: [] }

  const ownerOf = (pod: string): string | undefined => {
    const known = owners.find(({ pods }) => pods.has(pod))
    if (known !== undefined) return known.version
    const [first, second] = owners.filter(({ patterns }) =>
      patterns.some((pattern) => new RegExp(`^(?:${pattern})$`).test(pod)),
    )
    return second === undefined ? first?.version : undefined
  }
  const limitsOf = (what: string) => limits.filter(({ labels }) => labels.resource === what)
  return {
    versions: saturationOf({
      versions: versions.map(({ version }) => version),
      cpu: owned(cpu, ownerOf),
      memory: owned(memory, ownerOf),
      stated: [
        { name: 'cpuLimit', series: limitsOf('cpu') },
        { name: 'cpuRequest', series: requests },
        { name: 'memoryLimit', series: limitsOf('memory') },
      ],
      written: (version, pod, container) => boundsOf(versions, version, pod, container),
    }),
  }
}

function owned(series: readonly Series[], ownerOf: (pod: string) => string | undefined): ContainerSeries[] {
  return series.flatMap(({ labels: { pod = '', container = '' }, points }) => {
    const version = ownerOf(pod)
    return version === undefined ? [] : [{ version, pod, container, points }]
  })
}

/** Of the pod itself, else of another pod of its version: those of one template are alike. */
function boundsOf(
  versions: readonly VersionPods[],
  version: string,
  pod: string,
  container: string,
): ContainerBounds | undefined {
  const pods = versions.find((each) => each.version === version)?.pods ?? []
  const own = pods.find(({ name }) => name === pod) ?? pods[0]
  return own?.containers.find(({ name }) => name === container)
}

async function whyNothing(client: PrometheusClient, at: Date): Promise<string> {
  const { data } = await client.instant(`count(${cpuMetric})`, at)
  return data.length === 0
    ? noContainerMetrics
    : 'not measured: this Prometheus has no container metrics of these pods in this window'
}
