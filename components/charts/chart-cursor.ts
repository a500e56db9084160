/** The moment that all charts of a panel point at, and who pointed there. */
export interface CursorPlace {
  /** Epoch milliseconds. */
  at: number
  /** The chart under the pointer; `keys` where the arrow keys did it. */
  by: string
}

export interface ChartCursor {
  get: () => CursorPlace | null
  set: (place: CursorPlace | null) => void
  subscribe: (listener: () => void) => () => void
}

/** Kept outside of React's state, so that a moving pointer renders lines and no charts. */
export function createChartCursor(): ChartCursor {
  let place: CursorPlace | null = null
  const listeners = new Set<() => void>()
  return {
    get: () => place,
    set: (next) => {
      if (next?.at === place?.at && next?.by === place?.by) return
      place = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
