export interface ElectionPorts {
  /**
   * Calls `hold` once this tab has the lock, which it keeps until that is done. Rejects when the lock was stolen
   * meanwhile, or once `signal` is aborted.
   */
  lock: (steal: boolean, hold: () => Promise<void>, signal: AbortSignal) => Promise<void>
}

export interface Election {
  /** Takes the lock from a leader that does not answer. */
  steal: () => void
  /** Lets the next tab lead at once. */
  leave: () => void
}

/** Stands for the lead of the session's tabs, again and again, until it leaves. */
export function standForLead(ports: ElectionPorts, onLead: () => void, onLost: () => void): Election {
  const leaving = new AbortController()
  const { signal } = leaving
  let queued = false
  let release: (() => void) | undefined

  const hold = () =>
    new Promise<void>((done) => {
      if (signal.aborted) {
        done()
        return
      }
      release = done
      onLead()
    })
  const lost = () => {
    if (release === undefined) return
    release()
    release = undefined
    onLost()
  }
  const queue = () => {
    if (queued || signal.aborted) return
    queued = true
    const begin = () => {
      queued = false
      return hold()
    }
    // Stolen: this tab was frozen while others wanted to be heard.
    ports.lock(false, begin, signal).catch(() => {
      queued = false
      lost()
      queue()
    })
  }
  queue()
  return {
    steal: () => {
      ports.lock(true, hold, signal).catch(() => {
        lost()
        queue()
      })
    },
    leave: () => {
      leaving.abort()
      lost()
    },
  }
}
