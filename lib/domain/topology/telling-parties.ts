import type { Party, TrafficRow } from './traffic'

const unknown = 'unknown'

/** One workload, however much a reporter knows of it besides; undefined where it is not even named. */
export function workloadKey({ cluster, namespace, workload }: Party): string | undefined {
  return workload === unknown ? undefined : [cluster, namespace, workload].join('~')
}

/** Names that Istio gives where a pod's labels say nothing, or where a waypoint was not told. */
export const saysNothing = (version: string): boolean =>
  version === unknown || version === 'latest' || version === ''

/**
 * Of each workload the party that tells most: a waypoint often knows of its callers the workload alone, and calls the
 * version `latest`, where ztunnels and sidecars know it.
 */
export function tellingParties(
  rows: readonly Pick<TrafficRow, 'source' | 'destination'>[],
): ReadonlyMap<string, Party> {
  const telling = new Map<string, Party>()
  const seen = new Set<Party>()
  const learn = (party: Party): void => {
    if (seen.has(party)) return
    seen.add(party)
    const key = saysNothing(party.version) ? undefined : workloadKey(party)
    if (key !== undefined && !telling.has(key)) telling.set(key, party)
  }
  for (const { source } of rows) learn(source)
  for (const { destination } of rows) learn(destination)
  return telling
}
