/** Time and chance, injected so that tests decide both. */
export interface Scheduler {
  /** Milliseconds on a clock that never goes back; only differences mean something. */
  now(): number
  /** From 0 up to but not including 1. */
  random(): number
  /** Calls back once after so many milliseconds; the answer cancels. */
  after(milliseconds: number, callback: () => void): () => void
}

export const systemScheduler: Scheduler = {
  now: () => performance.now(),
  random: () => Math.random(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
