import { Counter, Gauge, type Registry } from 'prom-client'
import type { OwnState } from '../domain/own-state'
import { releaseStates } from '../domain/release/release'
import { isLive } from '../domain/release/state-machine'

/** Gauges of a registry that hold what the last call said; what is not known has no sample rather than an old one. */
export function createStateGauges(registry: Registry): (state: OwnState) => void {
  const registers = [registry]
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge({ name, help, labelNames, registers })
  const connected = gauge('aviary_cluster_connected', '1 while the watches of a cluster run.', ['cluster'])
  const synced = gauge('aviary_cluster_synced', '1 once every kind has been read.', ['cluster'])
  const age = gauge('aviary_cluster_cache_age_seconds', 'Since the slowest kind was known to be in step.', [
    'cluster',
  ])
  const objects = gauge('aviary_cluster_cache_objects', 'Objects in the cache of a cluster.', ['cluster'])
  const broken = new Counter({
    name: 'aviary_cluster_watch_reconnects_total',
    help: 'Watches of a cluster that broke and were begun again.',
    labelNames: ['cluster'],
    registers,
  })
  const prometheus = gauge('aviary_prometheus_up', '1 while Prometheus answers.')
  const database = gauge('aviary_database_up', '1 while the database answers.')
  const streams = gauge('aviary_live_streams', 'Open event streams.')
  const dropped = new Counter({
    name: 'aviary_live_streams_dropped_total',
    help: 'Event streams that were ended because their reader was too slow.',
    registers,
  })
  const releases = gauge('aviary_releases', 'Releases that have not ended, by state.', ['state'])
  const head = gauge('aviary_audit_head', 'Number of the newest event of the audit log.')
  const incidents = gauge(
    'aviary_audit_open_incidents',
    'Contradictions of checkpoints that nobody accepted.',
  )
  const checkpoint = gauge('aviary_audit_checkpoint', 'Number of the last event that a checkpoint covers.')
  const checkpointAge = gauge(
    'aviary_audit_checkpoint_age_seconds',
    'Since the newest checkpoint was signed.',
  )
  const ofDatabase = [head, incidents, checkpoint, checkpointAge]

  return (state) => {
    broken.reset()
    for (const { name, ...health } of state.clusters) {
      connected.set({ cluster: name }, Number(health.connected))
      synced.set({ cluster: name }, Number(health.synced))
      age.set({ cluster: name }, health.ageSeconds)
      objects.set({ cluster: name }, health.objects)
      broken.inc({ cluster: name }, health.brokenWatches)
    }
    prometheus.set(Number(state.prometheusOk))
    streams.set(state.streams.open)
    dropped.reset()
    dropped.inc(state.streams.dropped)
    const { stored } = state
    database.set(Number(stored !== undefined))
    for (const one of ofDatabase) one.remove()
    releases.reset()
    if (stored === undefined) return
    for (const name of releaseStates.filter(isLive)) releases.set({ state: name }, stored.releases[name] ?? 0)
    head.set(stored.auditHead)
    incidents.set(stored.openIncidents)
    if (stored.checkpoint === undefined) return
    checkpoint.set(stored.checkpoint.seq)
    checkpointAge.set(stored.checkpoint.ageSeconds)
  }
}
