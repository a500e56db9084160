import type { TrafficRow } from '@/lib/domain/topology/traffic'
import type { Sample } from './prometheus/answer'

/** One query of a tick and what its samples mean. */
export interface TrafficPart {
  part: string
  promql: string
  rows: (samples: readonly Sample[]) => TrafficRow[]
}
