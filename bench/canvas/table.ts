import { percentile } from '../support/statistics'
import type { Frames } from './pan'

export interface Row extends Frames {
  name: string
}

export const head = ['view', 'nodes, edges in the page', 'frames', 'fps median', 'fps p5', 'longest frame']

/** Frames a second: of the median interval, and of the 95th percentile of intervals. */
export function cellsOf({ name, intervals, nodes, edges }: Row): string[] {
  const fps = (interval: number) => (1000 / interval).toFixed(0)
  return [
    name,
    `${String(nodes)}, ${String(edges)}`,
    String(intervals.length),
    fps(percentile(intervals, 50)),
    fps(percentile(intervals, 95)),
    `${Math.max(...intervals).toFixed(0)} ms`,
  ]
}
