import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from './check-chain'
import { connect, type ChainDatabase } from './database'
import type { Settings } from './settings'
import { signNow, takeUp, type Desk } from './turn'

/** Milliseconds. */
const lookEvery = 2_000
const longestWait = 30_000

/**
 * Signs whenever it is time, until `signal` aborts: after `everyMs` in any case, after `everyEvents` at once. A database
 * that is away is waited for; a chain that does not hold is said again at every turn.
 */
export async function runLoop(
  desk: Desk,
  settings: Pick<Settings, 'databaseUrl' | 'everyMs' | 'everyEvents'>,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    let database: ChainDatabase | undefined
    try {
      database = await connect(settings.databaseUrl)
      await takeUp(desk, database)
      await work(desk, database, settings, signal, () => (failures = 0))
    } catch (error) {
      desk.say(`${words(error)}; trying again`)
      await pause(Math.min(longestWait, 500 * 2 ** failures), signal)
    } finally {
      await database?.close().catch(() => undefined)
    }
  }
}

async function work(
  desk: Desk,
  database: ChainDatabase,
  settings: Pick<Settings, 'everyMs' | 'everyEvents'>,
  signal: AbortSignal,
  onSigned: () => void,
): Promise<void> {
  const { everyMs, everyEvents } = settings
  let due = performance.now()
  let signed = -1
  while (!signal.aborted) {
    const { seq } = await database.head()
    if (performance.now() >= due || (signed >= 0 && seq - signed >= everyEvents)) {
      due = performance.now() + everyMs
      signed = await turn(desk, database)
      if (signed >= 0) onSigned()
    }
    await pause(Math.min(lookEvery, Math.max(0, due - performance.now())), signal)
  }
}

/** Answers the number that was signed, or -1 when signing was refused. */
async function turn(desk: Desk, database: ChainDatabase): Promise<number> {
  try {
    return (await signNow(desk, database)).seq
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    desk.say(error.message)
    return -1
  }
}

const pause = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => undefined)
const words = (error: unknown) => (error instanceof Error ? error.message : String(error))
