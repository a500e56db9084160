import type { Logger } from 'pino'
import type { LeaderStore } from '../domain/ports'
import type { ReleaseRecord } from '../domain/release/release'
import type { ServiceContext } from '../services/context'
import type { FlagRecorder } from '../services/flags/flag-recorder'
import { reconcileOperations } from '../services/operations/reconcile-operations'
import type { RouteRecorder } from '../services/replay/route-recorder'
import type { TriedAt } from './refusal-of'
import type { CallSending } from './send-calls'
import { tickRelease } from './tick-release'

const tickMs = 1000
const leaseSeconds = 15
/** The lease is renewed beside the ticks, so that a slow one does not cost the leadership. */
const renewMs = 5000
/** Releases that are ticked side by side: each may wait for the cluster or the metrics. */
const sideBySide = 8

export interface EngineParts {
  /** A fresh context that acts as the engine. */
  context(): ServiceContext
  leader: LeaderStore
  holder: string
  flags: FlagRecorder
  routes: Pick<RouteRecorder, 'tick' | 'rest' | 'stop'>
  calls: CallSending
  /** Begins empty in each process. */
  tried: TriedAt
  log: Logger
  /** Hears of every tick of `startEngine`; `epoch` only while this replica leads. */
  ticked?: (tick: { epoch: number | undefined; failed: boolean; ms: number }) => void
}

export interface Engine {
  /** Looks at the releases now instead of at the next tick. */
  poke(): void
  stop(): Promise<void>
}

/**
 * One tick: leadership, outcomes that are open, releases, flags, routes, calls. Outcomes come first: the next write
 * to an object would take away the mark by which the last one is known. Answers the epoch while this replica leads.
 */
export async function engineTick(parts: EngineParts): Promise<number | undefined> {
  const epoch = await parts.leader.acquire(parts.holder, leaseSeconds)
  if (epoch === undefined) {
    parts.flags.rest()
    parts.routes.rest()
    return undefined
  }
  await beside(parts, 'open outcomes could not be found out', () => reconcileOperations(parts.context()))
  const live = await parts.context().ports.store.releases.live()
  for (let start = 0; start < live.length; start += sideBySide)
    await Promise.all(live.slice(start, start + sideBySide).map((release) => tickOne(parts, release, epoch)))
  await beside(parts, 'changes of feature flags could not be recorded', () =>
    parts.flags.record(parts.context(), epoch),
  )
  parts.routes.tick(parts.context(), epoch)
  parts.calls.tick(parts.context())
  return epoch
}

async function tickOne(parts: EngineParts, release: ReleaseRecord, epoch: number): Promise<void> {
  const ctx: ServiceContext = {
    ...parts.context(),
    release: { id: release.id, epoch, stable: release.from, version: release.version },
  }
  await beside(
    parts,
    'a release could not be ticked',
    () => tickRelease(ctx, release, epoch, parts.tried),
    release.id,
  )
}

/** A part that fails is logged and tried again at the next tick; the others go on. */
async function beside(
  parts: EngineParts,
  words: string,
  work: () => Promise<unknown>,
  release?: string,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    parts.log.warn({ err: error, ...(release === undefined ? {} : { release }) }, words)
  }
}

/** Runs ticks, one at a time, for as long as this replica leads. A failing tick is logged and tried again. */
export function startEngine(parts: EngineParts): Engine {
  let stopped = false
  let epoch: number | undefined
  let wake: () => void = () => undefined

  const renewal = setInterval(() => {
    if (epoch === undefined || stopped) return
    parts.leader.acquire(parts.holder, leaseSeconds).catch((error: unknown) => {
      parts.log.warn({ err: error }, 'the lease of the engine could not be renewed')
    })
  }, renewMs)

  const run = async () => {
    while (!stopped) {
      const began = performance.now()
      let failed = false
      try {
        epoch = await engineTick(parts)
      } catch (error) {
        failed = true
        parts.log.warn({ err: error }, 'the engine could not tick')
      }
      parts.ticked?.({ epoch, failed, ms: performance.now() - began })
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
      clearInterval(renewal)
      parts.flags.stop()
      wake()
      await running
      await parts.routes.stop()
      await parts.calls.stop()
    },
  }
}
