import { randomUUID } from 'node:crypto'
import type { AuditVerifyDto } from '@/lib/contracts/audit'
import type { AuditBody } from '@/lib/domain/audit/event'
import { createStores } from '@/lib/store/create-stores'
import { timed } from '../support/paced'
import { syntheticService, type Stage } from '../support/stage'
import { summarise, type Summary } from '../support/statistics'

export interface AuditSpeed {
  /** One writer after the other. */
  single: Summary
  /** Appends a second with several writers at once; each is a transaction of its own. */
  appendsPerSecond: number
  writers: number
  appended: number
  /** Whole runs of GET /audit/verify, and events a second of its middle one. */
  verify: Summary
  events: number
  verifiedPerSecond: number
}

const alone = 200
const writers = 8
const wanted = 12_000
const longestMs = 60_000

/** Appends through the app's own store, as the server's role; the events look like a move's. */
export async function measureAudit(stage: Stage): Promise<AuditSpeed> {
  const stores = createStores({
    url: stage.stack.serverUrl,
    expectedMigrations: [],
    onPoolError: (error) => {
      throw error
    },
  })
  try {
    const append = () => stores.store.audit.append(sampleEvent(stage.cluster))
    const single: number[] = []
    for (let index = 0; index < alone; index += 1) single.push(await timed(append))
    const start = performance.now()
    let appended = 0
    const write = async () => {
      while (appended < wanted && performance.now() - start < longestMs) {
        appended += 1
        await append()
      }
    }
    const took = await timed(() => Promise.all(Array.from({ length: writers }, write)))
    const runs = await verify(stage)
    const times = summarise(runs.map(({ ms }) => ms))
    const events = runs.at(-1)?.events ?? 0
    return {
      single: summarise(single),
      appendsPerSecond: appended / (took / 1000),
      writers,
      appended,
      verify: times,
      events,
      verifiedPerSecond: events / (times.p50 / 1000),
    }
  } finally {
    await stores.close()
  }
}

async function verify(stage: Stage): Promise<{ ms: number; events: number }[]> {
  const runs: { ms: number; events: number }[] = []
  for (let run = 0; run < 5; run += 1) {
    const { ms, json } = await stage.api.expect<AuditVerifyDto>('auditor', 'GET', '/audit/verify')
    if (!json.ok) throw new Error('the chain does not hold')
    runs.push({ ms, events: json.events })
  }
  return runs
}

function sampleEvent(cluster: string): AuditBody {
  return {
    id: randomUUID(),
    time: new Date().toISOString(),
    kind: 'intent',
    action: 'set-weights',
    result: 'pending',
    actor: { issuer: 'https://bench.example', subject: 'bench', name: 'Benchmark' },
    service: { cluster, ...syntheticService(0) },
    operation: randomUUID(),
    before: { weights: { v1: 90, v2: 10 }, mirrors: [] },
    after: { weights: { v1: 80, v2: 20 }, mirrors: [] },
    detail: { route: 'bench', rule: 'main', diff: 'x'.repeat(400) },
  }
}
