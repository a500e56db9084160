import type { GraphLevel } from './graph-model'
import { createIdentify } from './identify'
import type { NodeSeed } from './node-seed'
import type { RankedRow } from './select-rows'
import type { ServiceIndex } from './service-index'
import { tellingParties } from './telling-parties'
import type { TrafficRow } from './traffic'

/** A row and the nodes that it leads between. */
export interface PlacedRow<Row extends CallRow = TrafficRow> extends RankedRow<Row> {
  from: NodeSeed
  service: NodeSeed
  target: NodeSeed | undefined
}

/** What every row of telemetry says of a call. */
export type CallRow = Pick<
  TrafficRow,
  'reporter' | 'source' | 'destination' | 'service' | 'protocol' | 'tunnel'
>

/** Finds the nodes of rows; both graph and figures go by it, so that they speak of the same edges. */
export function placeRows<Row extends CallRow>(
  rows: readonly Row[],
  level: GraphLevel,
  indexes: ReadonlyMap<string, ServiceIndex>,
): PlacedRow<Row>[] {
  // Istio's own name of a cluster is rarely ours; with one cluster there is no doubt which is meant.
  const [only] = indexes.size === 1 ? indexes.values() : []
  const identify = createIdentify(level, (cluster) => indexes.get(cluster) ?? only, tellingParties(rows))
  return rows.map((row) => {
    const caller = identify.caller(row)
    const { asked, service, target, relay } = identify.target(row)
    return { row, caller, asked, from: caller.seed, service, target, byRelay: caller.relay, toRelay: relay }
  })
}

/** The nodes that a row leads to, behind its caller. */
export function pathOf(
  level: GraphLevel,
  service: NodeSeed,
  target: NodeSeed | undefined,
): [NodeSeed, NodeSeed | undefined] {
  if (level === 'versioned-app') return [service, target]
  return [target ?? service, undefined]
}
