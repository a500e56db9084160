interface Entry<T> {
  value?: T
  /** When the value was asked for, Unix milliseconds. */
  since: number
  /** When it is too old to be given to anybody, Unix milliseconds. */
  until: number
  flight?: Promise<T>
}

export interface SharedCache<T> {
  /**
   * The value of a key, computed once for all who ask at the same time. Up to `freshMs` old it is given as it is;
   * up to twice that it is given too while a new one is fetched; older, callers wait. Errors are not kept.
   */
  get(key: string, freshMs: number, load: () => Promise<T>): Promise<T>
}

/**
 * A small cache of the most recently used keys, which lets go of what is too old to be given: samples of a whole mesh
 * are megabytes. `onError` hears of refreshes that failed behind a served value.
 */
export function createSharedCache<T>(
  now: () => number,
  capacity: number,
  onError: (error: unknown) => void,
): SharedCache<T> {
  const entries = new Map<string, Entry<T>>()

  const letGo = (at: number): void => {
    for (const [key, { until, flight }] of entries)
      if (until < at && flight === undefined) entries.delete(key)
    for (const oldest of entries.keys()) {
      if (entries.size < capacity) break
      entries.delete(oldest)
    }
  }

  const fetch = (key: string, entry: Entry<T>, freshMs: number, load: () => Promise<T>): Promise<T> => {
    if (entry.flight !== undefined) return entry.flight
    const asked = now()
    const flight = load().then(
      (value) => {
        entry.value = value
        entry.since = asked
        entry.until = asked + 2 * freshMs
        delete entry.flight
        return value
      },
      (error: unknown) => {
        delete entry.flight
        if (entry.value === undefined && entries.get(key) === entry) entries.delete(key)
        throw error
      },
    )
    entry.flight = flight
    return flight
  }

  return {
    get(key, freshMs, load) {
      const at = now()
      const entry = entries.get(key) ?? { since: 0, until: at }
      // Whoever asks may take it for fresh longer than the one before; what is asked for is never let go of itself.
      entry.until = Math.max(entry.until, entry.since + 2 * freshMs)
      entries.delete(key)
      letGo(at)
      entries.set(key, entry)
      const age = at - entry.since
      if (entry.value === undefined || age > 2 * freshMs) return fetch(key, entry, freshMs, load)
      if (age > freshMs && entry.flight === undefined) fetch(key, entry, freshMs, load).catch(onError)
      return Promise.resolve(entry.value)
    },
  }
}
