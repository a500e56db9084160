import type { ReleaseDto } from '../../contracts/releases'
import { isDomainError } from '../../domain/errors'
import { compareCounts } from '../../domain/judgement/compare-counts'
import type { ReleaseRecord } from '../../domain/release/release'
import type { ServiceContext } from '../context'
import { countsSinceStep } from './counts-since-step'

export interface Evidence {
  checks: ReleaseDto['checks']
  verdict?: ReleaseDto['verdict']
  canaryRequests?: number
}

/** Canary beside stable since the step began: figures, not a judgement. A person decides. */
export async function releaseChecks(ctx: ServiceContext, release: ReleaseRecord): Promise<Evidence> {
  try {
    const counts = await countsSinceStep(ctx, release)
    const { words } = compareCounts(counts, release.from, release.to)
    const canary = counts.versions.find(({ version }) => version === release.to)?.requests ?? 0
    return {
      canaryRequests: canary,
      checks: [{ name: 'Success rate', state: 'shown', evidence: words, requestsSeen: canary }],
      verdict: { state: 'inconclusive', words: `${words} A person decides.` },
    }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { checks: [], verdict: { state: 'error', words: `Metrics cannot say: ${error.message}` } }
  }
}
