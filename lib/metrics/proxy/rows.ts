import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { Party, TrafficRow } from '@/lib/domain/topology/traffic'
import type { Labels, Sample } from '../prometheus/answer'
import { endOfRequest } from './end-of-request'
import { readEnvoyCluster } from './envoy-clusters'
import { placeOf, versionOfTarget, type TargetIndex } from './relabel'
import type { ProxyTelemetry } from './telemetry'

const unknown = 'unknown'

interface Place {
  service: TrafficRow['service']
  destination: Party
}

/**
 * Samples of a proxy's traffic as rows from that proxy to its backends. Places that no route of the cluster names are
 * read from Envoy's names where those hold a Service; what Istio counts by itself, and all else, is left out.
 */
export function proxyRows(
  proxy: ProxyTelemetry,
  targets: TargetIndex,
  samples: readonly Sample[],
): TrafficRow[] {
  return edgesOf(proxy, targets, samples).map(({ labels, value, ...edge }) => ({
    ...edge,
    ...endOfRequest(proxy, labels),
    flags: '',
    rate: value,
  }))
}

/** Samples of the bytes on a proxy's connections as rows. */
export function proxyTcpRows(
  proxy: ProxyTelemetry,
  targets: TargetIndex,
  samples: readonly Sample[],
): TrafficRow[] {
  return edgesOf(proxy, targets, samples).map(({ value, labels: _labels, ...edge }) => ({
    ...edge,
    protocol: 'tcp',
    code: '',
    flags: '',
    rate: 0,
    bytesRate: value,
  }))
}

type Edge = Pick<TrafficRow, 'reporter' | 'source' | 'destination' | 'service'>

export function edgesOf(
  proxy: ProxyTelemetry,
  targets: TargetIndex,
  samples: readonly Sample[],
): (Edge & { labels: Labels; value: number })[] {
  const sourceOf = createSources(proxy)
  const places = new Map<string, Place | undefined>()
  return samples.flatMap(({ labels, value }) => {
    if (!Number.isFinite(value) || value <= 0) return []
    const name = placeOf(proxy, labels) ?? ''
    const place = remembered(places, name, () => placeNamed(proxy, targets.get(name), name))
    if (place === undefined) return []
    return [{ reporter: 'source' as const, source: sourceOf(labels), ...place, labels, value }]
  })
}

/** The proxy as a caller, by the labels that its scrape gives it; one object for each. */
function createSources(proxy: ProxyTelemetry): (labels: Labels) => Party {
  const sources = new Map<string, Party>()
  return (labels) => {
    const namespace = labels.namespace ?? proxy.source
    return remembered(sources, `${namespace}/${labels.job ?? ''}`, () => ({
      cluster: unknown,
      namespace,
      workload: proxy.source,
      app: proxy.source,
      version: unknown,
    }))
  }
}

/** Where a name stands for; undefined where it says no Service. */
function placeNamed(
  proxy: ProxyTelemetry,
  target: TelemetryTarget | undefined,
  name: string,
): Place | undefined {
  if (target !== undefined) return placeOfTarget(target)
  const read = proxy.source === 'envoy' ? readEnvoyCluster(name) : undefined
  if (read?.service === undefined || read.by === 'istio') return undefined
  return {
    service: serviceNamed(read.service),
    destination: { ...nowhere, namespace: read.service.namespace, app: read.service.name },
  }
}

const nowhere: Party = {
  cluster: unknown,
  namespace: unknown,
  workload: unknown,
  app: unknown,
  version: unknown,
}

function placeOfTarget(target: TelemetryTarget): Place {
  const { backend, service } = target
  if (target.together === true)
    return {
      service: serviceNamed(service),
      destination: { ...nowhere, namespace: service.namespace, app: service.name },
    }
  return {
    service: serviceNamed(backend),
    destination: {
      cluster: unknown,
      namespace: backend.namespace,
      workload: backend.name,
      app: service.name,
      version: versionOfTarget(target),
    },
  }
}

function serviceNamed({ namespace, name }: { namespace: string; name: string }): TrafficRow['service'] {
  return { host: `${name}.${namespace}.svc.cluster.local`, name, namespace, cluster: unknown }
}

/** One object for each party, which is how the graph knows equal ones cheaply. */
function remembered<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined || map.has(key)) return known as Value
  const value = make()
  map.set(key, value)
  return value
}
