'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { rolloutsQuery } from '@/lib/queries/rollouts'

const LIMIT = 100

/** How many releases of others are not complete; nothing at none. */
export function LiveRollouts() {
  const { data } = useInfiniteQuery(rolloutsQuery({}, LIMIT))
  const pages = data?.pages ?? []
  const live = pages.flatMap(({ items }) => items).filter(({ state }) => state !== 'complete').length
  if (live === 0) return null
  // Live ones come first, so a full page of them means that there may be more.
  const more = live === LIMIT && pages.at(-1)?.next !== null
  return (
    <span className="ml-1.5 rounded-full bg-stable-soft px-1.5 text-2xs leading-4.5 font-semibold text-text">
      {live}
      {more && '+'}
      <span className="sr-only"> not complete</span>
    </span>
  )
}
