import { randomUUID } from 'node:crypto'
import type { AuditBody } from '@/lib/domain/audit/event'
import { createStores, type Stores } from '@/lib/store/create-stores'
import { timed } from '../support/paced'
import { summarise, type Summary } from '../support/statistics'

/** Each replica has so many connections; more writers are more replicas. */
const writersPerReplica = 10

interface Appended {
  perSecond: number
  /** Milliseconds of single appends. */
  times: Summary
}

/** So many writers at once, for some seconds. */
export function appendFor(
  url: string,
  { writers, seconds, signal }: { writers: number; seconds: number; signal: AbortSignal },
): Promise<Appended> {
  const end = performance.now() + seconds * 1000
  return append(url, writers, () => !signal.aborted && performance.now() < end)
}

/** So many writers at once, until the chain has so many events. */
export async function appendUntil(
  url: string,
  { writers, events, signal }: { writers: number; events: number; signal: AbortSignal },
): Promise<Appended> {
  const stores = open(url)
  const { seq } = await stores.store.audit.head()
  await stores.close()
  let left = Math.max(1, events - seq)
  return await append(url, writers, () => !signal.aborted && left-- > 0)
}

async function append(url: string, writers: number, more: () => boolean): Promise<Appended> {
  const replicas = Array.from({ length: Math.ceil(writers / writersPerReplica) }, () => open(url))
  try {
    const times: number[] = []
    const write = async (_: unknown, index: number) => {
      const replica = replicas[index % replicas.length]
      while (replica && more()) times.push(await timed(() => replica.store.audit.append(eventOfMove())))
    }
    const took = await timed(() => Promise.all(Array.from({ length: writers }, write)))
    return { perSecond: times.length / (took / 1000), times: summarise(times) }
  } finally {
    await Promise.all(replicas.map((replica) => replica.close()))
  }
}

function open(url: string): Stores {
  return createStores({
    url,
    expectedMigrations: [],
    onPoolError: (error) => {
      throw error
    },
  })
}

/** An event of some 750 bytes, as a move of weights writes it. */
function eventOfMove(): AuditBody {
  return {
    id: randomUUID(),
    time: new Date().toISOString(),
    kind: 'intent',
    action: 'set-weights',
    result: 'pending',
    actor: { issuer: 'https://bench.example', subject: 'bench', name: 'Benchmark' },
    service: { cluster: 'bench', namespace: 'shop', name: 'cart' },
    operation: randomUUID(),
    before: { weights: { v1: 90, v2: 10 }, mirrors: [] },
    after: { weights: { v1: 80, v2: 20 }, mirrors: [] },
    detail: { route: 'bench', rule: 'main', diff: 'x'.repeat(300) },
  }
}
