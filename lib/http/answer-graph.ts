import type { TopologyAnswer } from '../services/topology/get-topology'
import type { Answer } from './endpoint'

/**
 * A graph, or 304 to who has this state already; its age then counts on from `at`. The tag is weak: age and compression
 * differ between answers of one revision.
 */
export function answerGraph({ revision, text }: TopologyAnswer, headers: Headers): Answer {
  if (revision === undefined) return { parts: text }
  const tag = `W/"${revision}"`
  const known = (headers.get('if-none-match') ?? '').split(',').map((each) => each.trim())
  return {
    ...(known.includes(tag) || known.includes(`"${revision}"`) ? { status: 304 } : {}),
    parts: text,
    headers: { etag: tag },
  }
}
