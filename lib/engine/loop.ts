import type { Logger } from 'pino'
import type { LeaderStore } from '../domain/ports'
import type { ServiceContext } from '../services/context'
import type { FlagRecorder } from '../services/flags/flag-recorder'
import { reconcileOperations } from '../services/operations/reconcile-operations'
import { tickRelease } from './tick-release'

const tickMs = 1000
const leaseSeconds = 15
const reconcileEveryMs = 15_000

export interface EngineParts {
  /** A fresh context that acts as the engine. */
  context(): ServiceContext
  leader: LeaderStore
  holder: string
  flags: FlagRecorder
  log: Logger
}

export interface Engine {
  /** Looks at the releases now instead of at the next tick. */
  poke(): void
  stop(): Promise<void>
}

/** Runs ticks, one at a time, for as long as this replica leads. A failing tick is logged and tried again. */
export function startEngine(parts: EngineParts): Engine {
  let stopped = false
  let wake: () => void = () => undefined
  let reconciledAt = 0

  const tick = async () => {
    const epoch = await parts.leader.acquire(parts.holder, leaseSeconds)
    if (epoch === undefined) {
      parts.flags.rest()
      return
    }
    const base = parts.context()
    for (const release of await base.ports.store.releases.live()) {
      const ctx: ServiceContext = {
        ...parts.context(),
        release: { id: release.id, epoch, stable: release.from },
      }
      try {
        await tickRelease(ctx, release)
      } catch (error) {
        parts.log.warn({ err: error, release: release.id }, 'a release could not be ticked')
      }
    }
    try {
      await parts.flags.record(parts.context(), epoch)
    } catch (error) {
      parts.log.warn({ err: error }, 'changes of feature flags could not be recorded')
    }
    if (Date.now() - reconciledAt < reconcileEveryMs) return
    reconciledAt = Date.now()
    await reconcileOperations(parts.context())
  }

  const run = async () => {
    while (!stopped) {
      try {
        await tick()
      } catch (error) {
        parts.log.warn({ err: error }, 'the engine could not tick')
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, tickMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    await parts.leader.release(parts.holder)
  }
  const running = run()
  return {
    poke: () => wake(),
    stop: async () => {
      stopped = true
      parts.flags.stop()
      wake()
      await running
    },
  }
}
