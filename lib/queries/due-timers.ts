/** Timers that the browser may hold back in a tab that nobody looks at; what is overdue is done at the next occasion. */
export interface DueTimers {
  /** Calls `act` after some milliseconds; answers how to forget it. */
  after(milliseconds: number, act: () => void): () => void
  /** Does what should have been done by now. Called with every message, which no browser holds back. */
  catchUp(): void
  clear(): void
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls once, after some milliseconds or later; answers how to forget it. */
  call(act: () => void, milliseconds: number): () => void
}

export const browserClock: Clock = {
  now: () => Date.now(),
  call: (act, milliseconds) => {
    const timer = setTimeout(act, milliseconds)
    return () => clearTimeout(timer)
  },
}

export function dueTimers(clock: Clock): DueTimers {
  const waiting = new Map<() => void, number>()
  return {
    after: (milliseconds, act) => {
      const run = () => {
        if (!forget()) return
        act()
      }
      const stop = clock.call(run, milliseconds)
      const forget = () => {
        stop()
        return waiting.delete(run)
      }
      waiting.set(run, clock.now() + milliseconds)
      return () => void forget()
    },
    catchUp: () => {
      const now = clock.now()
      for (const [run, due] of [...waiting]) if (due <= now) run()
    },
    clear: () => waiting.clear(),
  }
}
