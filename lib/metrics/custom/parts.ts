import type { Party, TrafficRow } from '@/lib/domain/topology/traffic'
import type { Sample } from '../prometheus/answer'
import { range, sumBy } from '../prometheus/promql'
import type { TrafficPart } from '../traffic-part'
import { readCustom, type CustomPlace } from './read-labels'
import { everythingOf, labelsOf, type CustomSource } from './source'
import { fillTemplate } from './template'

const unknown = 'unknown'

/** What operators' sources add to a tick: one query each, whatever the number of namespaces and services. */
export function customParts(windowSeconds: number, sources: readonly CustomSource[]): TrafficPart[] {
  return sources.map((source) => ({
    part: source.name,
    promql: `${customRatesQuery(source, windowSeconds)} > 0`,
    rows: (samples) => customRows(source, samples),
  }))
}

/** Requests a second of everything that a source covers. */
export function customRatesQuery(source: CustomSource, windowSeconds: number): string {
  const filled = fillTemplate(source.requests, everythingOf(source), windowSeconds).trim()
  if (source.requests.kind === 'rates') return `(${filled})`
  return sumBy(labelsOf(source), `rate(${filled}${range(windowSeconds)})`)
}

/** The same by service alone, for overviews. */
export function customOverviewQuery(source: CustomSource, windowSeconds: number): string {
  const { namespace, service } = source.labels
  const labels = [namespace, service].filter((label) => label !== undefined)
  return `sum by (${labels.join(', ')}) (${customRatesQuery(source, windowSeconds)})`
}

function customRows(source: CustomSource, samples: readonly Sample[]): TrafficRow[] {
  const parties = new Map<string, Party>()
  const services = new Map<string, TrafficRow['service']>()
  const once = <Value>(map: Map<string, Value>, key: readonly string[], make: () => Value): Value => {
    const joined = key.join('\n')
    const value = map.get(joined) ?? make()
    map.set(joined, value)
    return value
  }
  return samples.flatMap(({ labels, value }) => {
    const place = readCustom(source, labels)
    if (place === undefined || !Number.isFinite(value) || value <= 0) return []
    const { namespace, service, code, version = unknown, grpcStatus, failed } = place
    const caller = callerOf(place)
    return [
      {
        reporter: 'source' as const,
        source: once(parties, ['from', caller.namespace, caller.app], () => caller),
        destination: once(parties, ['to', namespace, service, version], () => ({
          cluster: unknown,
          namespace,
          workload: version === unknown ? unknown : service,
          app: service,
          version,
        })),
        service: once(services, [namespace, service], () => ({
          host: `${service}.${namespace}.svc.cluster.local`,
          name: service,
          namespace,
          cluster: unknown,
        })),
        protocol: grpcStatus === undefined ? ('http' as const) : ('grpc' as const),
        code,
        flags: '',
        ...(grpcStatus === undefined ? {} : { grpcStatus }),
        ...(failed === undefined ? {} : { failed }),
        rate: value,
      },
    ]
  })
}

function callerOf({ source, namespace }: CustomPlace): Party {
  const name = source?.name ?? unknown
  return {
    cluster: unknown,
    namespace: source === undefined ? unknown : (source.namespace ?? namespace),
    workload: name,
    app: name,
    version: unknown,
  }
}
