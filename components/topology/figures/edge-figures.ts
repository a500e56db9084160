import type { EdgeFiguresDto } from '@/lib/contracts/topology'

/** Latencies and throughput of one edge. */
export type EdgeFigures = EdgeFiguresDto['items'][number]

/** Figures by the id of their edge. */
export type FiguresById = ReadonlyMap<string, EdgeFigures>

/** No figures at all, always the same. */
export const noFigures: FiguresById = new Map()
