import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { releaseStates } from '../domain/release/release'

/** From a memory read to the longest a cluster or Prometheus is waited for, seconds. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What happened in this process, for its own Prometheus. No label holds a service, a namespace or a person. */
export interface Meters {
  registry: Registry
  /** `route` is the template of the API's table; `code` that of the problem, where it was refused. */
  answered(request: { method: string; route: string; status: number; ms: number; code?: string }): void
  operation(action: string, outcome: string): void
  /** A cluster that will be written to: its alerts begin at 0, so that the first unknown write is an increase. */
  writesTo(cluster: string): void
  write(write: { cluster: string; verb: string; dryRun: boolean; result: string; ms: number }): void
  query(query: { part?: string | undefined; ok: boolean; ms: number; bytes: number }): void
  transition(state: string): void
  abortedByItself(): void
  splitJudged(state: string): void
  audited(kind: string): void
  auditFailed(): void
  called(result: string): void
  engineTicked(tick: { epoch: number | undefined; failed: boolean; ms: number }): void
  graphTicked(ms: number): void
}

/** Meters that begin at nothing. docs/operating.md says what each is for. */
export function createMeters(version: string): Meters {
  const registry = new Registry()
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Counter({ name, help, labelNames, registers })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const histogram = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Histogram({ name, help, labelNames, buckets: seconds, registers })

  collectDefaultMetrics({ register: registry })
  new Gauge({ name: 'aviary_build_info', help: 'Always 1.', labelNames: ['version'], registers }).set(
    { version },
    1,
  )
  const requests = counter('aviary_http_requests_total', 'Answers of the API.', ['method', 'route', 'status'])
  const requestTime = histogram('aviary_http_request_duration_seconds', 'From request to answer.', ['route'])
  const refusals = counter('aviary_http_refusals_total', 'Refused requests by code.', ['code'])
  const operations = counter('aviary_operations_total', 'Moves of traffic whose outcome is known.', [
    'action',
    'outcome',
  ])
  const writes = counter('aviary_cluster_writes_total', 'Writes sent to a cluster.', [
    'cluster',
    'verb',
    'dry_run',
    'result',
  ])
  const writeTime = histogram('aviary_cluster_write_duration_seconds', 'From sending to the answer.', [
    'verb',
  ])
  const queries = counter('aviary_prometheus_queries_total', 'Queries sent to Prometheus.', [
    'purpose',
    'result',
  ])
  const queryTime = histogram('aviary_prometheus_query_duration_seconds', 'From sending to the last byte.', [
    'purpose',
  ])
  const queryBytes = counter('aviary_prometheus_received_bytes_total', 'Answers of Prometheus.')
  const transitions = counter('aviary_release_transitions_total', 'Changes of releases, by state after.', [
    'state',
  ])
  const automaticAborts = counter('aviary_release_automatic_aborts_total', 'Aborts that the judge declared.')
  const splits = counter('aviary_split_verifications_total', 'Comparisons of observed with desired splits.', [
    'state',
  ])
  const events = counter('aviary_audit_events_total', 'Events added to the audit log.', ['kind'])
  const auditFailures = counter('aviary_audit_failures_total', 'Events that could not be added.')
  const calls = counter('aviary_calls_total', 'Outgoing calls about releases.', ['result'])
  const leader = gauge('aviary_engine_leader', '1 while the engine of this replica leads.')
  const epoch = gauge('aviary_engine_epoch', 'Epoch of the last leadership of this replica.')
  const ticks = counter('aviary_engine_ticks_total', 'Ticks of the engine, leading or not.', ['result'])
  const tickTime = histogram('aviary_engine_tick_duration_seconds', 'One tick over all live releases.')
  const graphTime = histogram('aviary_graph_tick_duration_seconds', 'Making of all followed graphs.')

  // A counter that first shows with its first event has no increase that an alert could see.
  for (const state of releaseStates) transitions.inc({ state }, 0)
  for (const result of ['delivered', 'refused', 'failed']) calls.inc({ result }, 0)
  for (const result of ['done', 'failed']) ticks.inc({ result }, 0)
  for (const state of ['verified', 'converging', 'off', 'unverifiable']) splits.inc({ state }, 0)

  return {
    registry,
    answered({ method, route, status, ms, code }) {
      requests.inc({ method, route, status: String(status) })
      requestTime.observe({ route }, ms / 1000)
      if (code !== undefined) refusals.inc({ code })
    },
    operation: (action, outcome) => operations.inc({ action, outcome }),
    write({ cluster, verb, dryRun, result, ms }) {
      writes.inc({ cluster, verb, dry_run: String(dryRun), result })
      writeTime.observe({ verb }, ms / 1000)
    },
    writesTo(cluster) {
      for (const verb of ['patch', 'create', 'delete'])
        writes.inc({ cluster, verb, dry_run: 'false', result: 'unknown' }, 0)
    },
    query({ part, ok, ms, bytes }) {
      // The parts of a graph are not told apart here: Settings does, and operators name some of them.
      const purpose = part === undefined ? 'other' : 'graph'
      queries.inc({ purpose, result: ok ? 'answered' : 'failed' })
      queryTime.observe({ purpose }, ms / 1000)
      queryBytes.inc(bytes)
    },
    transition: (state) => transitions.inc({ state }),
    abortedByItself: () => automaticAborts.inc(),
    splitJudged: (state) => splits.inc({ state }),
    audited: (kind) => events.inc({ kind }),
    auditFailed: () => auditFailures.inc(),
    called: (result) => calls.inc({ result }),
    engineTicked(tick) {
      // Who could not renew its lease does not know that it leads.
      leader.set(tick.epoch === undefined || tick.failed ? 0 : 1)
      if (tick.epoch !== undefined) epoch.set(tick.epoch)
      ticks.inc({ result: tick.failed ? 'failed' : 'done' })
      tickTime.observe(tick.ms / 1000)
    },
    graphTicked: (ms) => graphTime.observe(ms / 1000),
  }
}
