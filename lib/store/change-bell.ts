import pg from 'pg'
import type { ChangeBell } from '../domain/live-stores'

const channel = 'aviary_live'
/** A connection that says nothing for this long is asked whether it still is one. Milliseconds. */
const probeMs = 10_000
const answerMs = 5_000
const firstWaitMs = 250
const longestWaitMs = 10_000

/**
 * Hears of changes by LISTEN on a connection of its own, which is made again whenever it breaks. Through a pooler that
 * keeps no sessions nothing is heard; whoever uses the bell looks by itself then.
 */
export function createChangeBell(url: string, onError: (error: Error) => void): ChangeBell {
  let client: pg.Client | undefined
  let listening = false
  let stopped = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let ring: () => void = () => undefined

  const connect = async (): Promise<void> => {
    const own = new pg.Client({
      connectionString: url,
      application_name: 'aviary live',
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
      keepAlive: true,
    })
    client = own
    let broken = false
    const broke = (error: Error) => {
      if (broken || stopped) return
      broken = true
      listening = false
      onError(error)
      own.end().catch(() => undefined)
      clearTimeout(timer)
      timer = setTimeout(() => void connect(), Math.min(longestWaitMs, firstWaitMs * 2 ** failures))
      failures += 1
    }
    const probe = () => {
      timer = setTimeout(() => {
        own.query('SELECT 1').then(() => broken || stopped || probe(), broke)
      }, probeMs)
    }
    own.on('error', broke)
    own.on('end', () => broke(new Error('the connection that listens was closed')))
    own.on('notification', () => ring())
    try {
      await own.connect()
      await own.query(`LISTEN ${channel}`)
      if (stopped) return
      listening = true
      failures = 0
      probe()
      // What happened before this moment was heard by nobody.
      ring()
    } catch (error) {
      broke(error instanceof Error ? error : new Error(String(error)))
    }
  }

  return {
    start: (listener) => {
      ring = listener
      void connect()
    },
    hears: () => listening,
    stop: async () => {
      stopped = true
      listening = false
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
