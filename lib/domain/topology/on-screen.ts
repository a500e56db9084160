/** How long an edge counts as on screen after somebody asked for it. */
const keptMs = 15_000

export interface OnScreen {
  /**
   * The edges of a view that are asked for now, sorted: those of the person who asks and those that anyone looked at
   * lately. `dropped` are edges of the person's own for which there is no room before the next tick.
   */
  choose(
    view: string,
    edges: readonly string[],
    time: { now: number; tickMs: number },
  ): { asked: string[]; dropped: string[] }
}

/**
 * Remembers what anyone has on screen. In one tick at most `most` edges are asked for, of all views together: the most
 * recently seen ones when a tick begins, and what comes while there is room. Times are Unix milliseconds.
 */
export function createOnScreen(most: number): OnScreen {
  /** By view and edge, the least recently seen first. */
  const seen = new Map<string, number>()
  let taken = new Set<string>()
  let tickSince = Number.NEGATIVE_INFINITY

  return {
    choose(view, edges, { now, tickMs }) {
      const own = [...new Set(edges)].map((edge) => keyOf(view, edge))
      for (const key of own) {
        seen.delete(key)
        seen.set(key, now)
      }
      for (const [key, at] of seen) if (now - at > keptMs) seen.delete(key)
      if (now - tickSince >= tickMs) {
        tickSince = now
        taken = new Set([...seen.keys()].slice(-most))
      }
      for (const key of own) if (taken.size < most) taken.add(key)
      const start = keyOf(view, '')
      return {
        asked: [...taken].flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : [])).sort(),
        dropped: own.filter((key) => !taken.has(key)).map((key) => key.slice(start.length)),
      }
    },
  }
}

/** Lines: ids of nodes hold none. */
const keyOf = (view: string, edge: string): string => `${view}\n${edge}`
