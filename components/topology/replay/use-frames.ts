'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { topologyQuery } from '@/lib/queries/topology'
import type { TopologyFilters } from '@/lib/queries/topology-filters'
import { frameBeside, isoOf, onFrame, paceOf } from './replay-state'
import type { Replay } from './use-replay'

/** How many frames are read ahead while playing, which is three seconds at 60×. */
const ahead = 6

/**
 * Reads the moments that come next, so that playing and stepping do not wait for them: frames, and the marks beside.
 * What has been does not change, so they are kept.
 */
export function useFrames(
  filters: TopologyFilters,
  { at, playing, speed }: Replay,
  marksBeside: readonly (number | undefined)[],
): void {
  const client = useQueryClient()
  // A new object with each render.
  const key = JSON.stringify(filters)
  const marks = marksBeside.filter((mark) => mark !== undefined).join()
  useEffect(() => {
    if (at === null) return
    const own = JSON.parse(key) as TopologyFilters
    const latest = onFrame(Date.now())
    const { by } = paceOf(speed)
    const wanted = playing
      ? Array.from({ length: ahead }, (_, index) => onFrame(at) + (index + 1) * by)
      : [...(marks === '' ? [] : marks.split(',').map(Number)), frameBeside(at, 1), frameBeside(at, -1)]
    for (const moment of wanted) {
      if (moment > latest) continue
      // What cannot be read now is asked for again, and told, when it is its turn.
      client.query(topologyQuery({ ...own, at: isoOf(moment) ?? undefined })).catch(() => undefined)
    }
  }, [client, key, at, playing, speed, marks])
}
