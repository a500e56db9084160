import { driftWords, type Drift } from '../../domain/release/drift'
import type { ReleaseRecord } from '../../domain/release/release'
import type { ReleaseRule } from './release-rules'

/** A route that is not as our last write left it, and whose last writer is not Aviary. */
export function driftOf(release: ReleaseRecord, rules: readonly ReleaseRule[]): Drift | undefined {
  const changed = rules.find(({ route }) => {
    const expected = release.expected.find((entry) => entry.route === route.id)
    return expected && expected.revision !== route.revision && route.writer?.manager !== 'aviary'
  })
  return (
    changed && {
      writer: changed.route.writer?.manager ?? 'somebody',
      at: changed.route.writer?.time ?? 'an unknown time',
    }
  )
}

/** Nothing was written, because somebody else changed the route since our last write. */
export class DriftSeen extends Error {
  override readonly name = 'DriftSeen'
  constructor(readonly drift: Drift) {
    super(driftWords(drift))
  }
}

/** By name, for the same reason as `isDomainError`. */
export const isDriftSeen = (error: unknown): error is DriftSeen =>
  error instanceof Error && error.name === 'DriftSeen'
