import type { VerdictState } from '@/lib/domain/judgement/check'
import type { MeasurementRecord } from '@/lib/domain/ports'
import type { World } from '../world'

/** What the newest stored measurement of an attempt was judged; undefined before the first. */
export function lastVerdict(world: World, release: string, attempt: number): VerdictState | undefined {
  return world.database
    .all(undefined, 'measurement')
    .map((text) => JSON.parse(text) as MeasurementRecord)
    .filter((measurement) => measurement.release === release && measurement.attempt === attempt)
    .sort((a, b) => b.seq - a.seq)[0]?.judgement.verdict.state
}
