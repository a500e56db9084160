import type { Scheduler } from './scheduler'

/** A stream without bytes for so long is asked about by a probe. */
const PROBE_AFTER_MS = 15_000
/** API servers send a bookmark a minute; longer silence means that nobody may be sending any more. */
const SILENCE_LIMIT_MS = 75_000

interface GuardOptions {
  scheduler: Scheduler
  /** The stream must have ended by itself before this. */
  lifetimeMs: number
  probe: () => Promise<boolean>
  /** The server showed a sign of life that was asked for at this time. */
  onAlive: (askedAt: number) => void
  /** The stream is not to be trusted any more. */
  onDead: (reason: string) => void
}

interface StreamGuard {
  /** Bytes arrived. */
  touch(): void
  stop(): void
}

/** Watches over one open stream: a frozen server keeps its connections, so only silence gives it away. */
export function guardStream(options: GuardOptions): StreamGuard {
  const { scheduler } = options
  let lastBytes = scheduler.now()
  let over = false
  const dead = (reason: string) => {
    if (!over) options.onDead(reason)
  }

  async function ask(): Promise<void> {
    const askedAt = scheduler.now()
    const alive = await options.probe()
    if (over) return
    if (alive) options.onAlive(askedAt)
    else dead('the server gave no sign of life')
  }

  function look(): void {
    const silent = scheduler.now() - lastBytes
    if (silent >= SILENCE_LIMIT_MS) {
      dead('the watch went silent')
      return
    }
    const quiet = silent >= PROBE_AFTER_MS
    cancelLook = scheduler.after(quiet ? PROBE_AFTER_MS : PROBE_AFTER_MS - silent, look)
    if (quiet) ask().catch((error: unknown) => dead(String(error)))
  }

  let cancelLook = scheduler.after(PROBE_AFTER_MS, look)
  const cancelLifetime = scheduler.after(options.lifetimeMs, () =>
    dead('the server did not end the watch in time'),
  )

  return {
    touch() {
      lastBytes = scheduler.now()
    },
    stop() {
      over = true
      cancelLook()
      cancelLifetime()
    },
  }
}
