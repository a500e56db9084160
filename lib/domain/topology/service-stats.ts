import { isFailure } from './failure'
import type { TrafficSnapshot } from './traffic'

export interface VersionRate {
  rate: number
  failing: number
}

export interface ServiceStats {
  /** Requests a second. */
  rate: number
  failing: number
  /** Requests and failures a second by version; requests that reached no version are not in it. */
  versions: Map<string, VersionRate>
}

const statsKey = (namespace: string, name: string): string => `${namespace}/${name}`

const computed = new WeakMap<TrafficSnapshot, Map<string, ServiceStats>>()

/** Rates by service as its callers saw them; callers outside the mesh are taken from the destination's side. */
function serviceStats(snapshot: TrafficSnapshot): Map<string, ServiceStats> {
  const known = computed.get(snapshot)
  if (known) return known
  const stats = new Map<string, ServiceStats>()
  for (const row of snapshot.rows) {
    if (row.protocol === 'tcp' || row.service.name === '' || row.service.name === 'unknown') continue
    const outside = row.source.workload === 'unknown' || row.source.workload === ''
    if (row.reporter === 'destination' && !outside) continue
    const key = statsKey(row.service.namespace, row.service.name)
    const entry = stats.get(key) ?? { rate: 0, failing: 0, versions: new Map<string, VersionRate>() }
    entry.rate += row.rate
    if (isFailure(row)) entry.failing += row.rate
    const { version, workload } = row.destination
    if (workload !== 'unknown' && version !== 'unknown' && version !== '')
      addTo(entry.versions, version, { rate: row.rate, failing: isFailure(row) ? row.rate : 0 })
    stats.set(key, entry)
  }
  computed.set(snapshot, stats)
  return stats
}

/** The figures of a service together with those of its versions' Services. */
export function statsOf(
  snapshot: TrafficSnapshot,
  namespace: string,
  names: readonly string[],
): ServiceStats | undefined {
  const stats = serviceStats(snapshot)
  const parts = names.flatMap((name) => stats.get(statsKey(namespace, name)) ?? [])
  const [first, ...rest] = parts
  if (!first || rest.length === 0) return first
  const versions = new Map<string, VersionRate>()
  for (const part of parts) for (const [version, rate] of part.versions) addTo(versions, version, rate)
  const sum = (pick: (part: ServiceStats) => number) => parts.reduce((total, part) => total + pick(part), 0)
  return { rate: sum(({ rate }) => rate), failing: sum(({ failing }) => failing), versions }
}

function addTo(versions: Map<string, VersionRate>, version: string, more: VersionRate): void {
  const old = versions.get(version) ?? { rate: 0, failing: 0 }
  versions.set(version, { rate: old.rate + more.rate, failing: old.failing + more.failing })
}
