import type { Structure } from './structure'

/** Called by one node alone and calling none, that many of them stand in one column. */
const ONE_COLUMN = 6
/** Above it, ELK's layering by width takes too long. */
const MOST_NODES = 300
/** Columns for each row where boxes fill a screen. */
const WIDE = 0.8

/**
 * How many nodes a column may hold, where one caller would otherwise have all that it calls in a single tall column;
 * undefined for every other graph.
 */
export function rowsOf({ nodes, edges }: Structure): number | undefined {
  if (nodes.length > MOST_NODES) return undefined
  const callers = new Map<string, Set<string>>()
  for (const { from, to } of edges) callers.set(to, (callers.get(to) ?? new Set()).add(from))
  const calling = new Set(edges.map(({ from }) => from))
  const fans = new Map<string, number>()
  for (const [id, by] of callers) {
    const [caller, ...others] = by
    if (caller === undefined || others.length > 0 || calling.has(id)) continue
    fans.set(caller, (fans.get(caller) ?? 0) + 1)
  }
  if (Math.max(0, ...fans.values()) <= ONE_COLUMN) return undefined
  return Math.ceil(nodes.length / Math.round(Math.sqrt(WIDE * nodes.length)))
}
