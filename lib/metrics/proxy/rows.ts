import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { TrafficRow } from '@/lib/domain/topology/traffic'
import type { Sample } from '../prometheus/answer'
import { placeOf, versionOfTarget, type TargetIndex } from './relabel'
import type { ProxyTelemetry } from './telemetry'

const unknown = 'unknown'

/** Samples of a proxy's traffic as rows from that proxy to its backends; what goes elsewhere is left out. */
export function proxyRows(
  proxy: ProxyTelemetry,
  targets: TargetIndex,
  samples: readonly Sample[],
): TrafficRow[] {
  const sources = new Map<string, TrafficRow['source']>()
  const services = new Map<TelemetryTarget, TrafficRow['service']>()
  const parties = new Map<TelemetryTarget, TrafficRow['destination']>()
  return samples.flatMap(({ labels, value }) => {
    const target = targets.get(placeOf(proxy, labels) ?? '')
    if (target === undefined || !Number.isFinite(value) || value <= 0) return []
    const namespace = labels.namespace ?? proxy.source
    const key = `${namespace}/${labels.job ?? ''}`
    return [
      {
        reporter: 'source' as const,
        source: remembered(sources, key, () => ({
          cluster: unknown,
          namespace,
          workload: proxy.source,
          app: proxy.source,
          version: unknown,
        })),
        destination: remembered(parties, target, () => ({
          cluster: unknown,
          namespace: target.backend.namespace,
          workload: target.backend.name,
          app: target.service.name,
          version: versionOfTarget(target),
        })),
        service: remembered(services, target, () => ({
          host: `${target.backend.name}.${target.backend.namespace}.svc.cluster.local`,
          name: target.backend.name,
          namespace: target.backend.namespace,
          cluster: unknown,
        })),
        protocol: 'http' as const,
        code: labels[proxy.code] ?? '',
        flags: '',
        rate: value,
      },
    ]
  })
}

/** One object for each party, which is how the graph knows equal ones cheaply. */
function remembered<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}
