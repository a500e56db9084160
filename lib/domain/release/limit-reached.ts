import type { ServiceRef } from '../traffic/model'
import type { ReleaseRecord } from './release'
import type { ReleaseRules } from './release-rules'

/** Why one more release cannot be live, in words; undefined when it can. A release of the service itself is not counted. */
export function limitReached(
  rules: ReleaseRules,
  live: readonly ReleaseRecord[],
  service: ServiceRef,
): string | undefined {
  const { cluster, namespace, name } = service
  const near = live.filter((each) => each.service.cluster === cluster && each.service.namespace === namespace)
  const isOwn = (each: ReleaseRecord) => each.service.name === name
  const own = near.filter(isOwn).length
  const { live: most, livePerNamespace: mostNear } = rules.limits
  if (most !== undefined && live.length - own >= most)
    return `At most ${most} ${noun(most)} may be under way at once, and ${count(live.length - own)}.`
  if (mostNear !== undefined && near.length - own >= mostNear)
    return `At most ${mostNear} ${noun(mostNear)} of ${namespace} may be under way at once, and ${count(near.length - own)}.`
  return undefined
}

const noun = (count: number) => (count === 1 ? 'release' : 'releases')
const count = (live: number) => `${live} ${live === 1 ? 'is' : 'are'}`
