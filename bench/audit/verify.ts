import { execFile } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { verifyStored } from '@/lib/domain/audit/verify-chain'
import { createStores } from '@/lib/store/create-stores'
import { sha256 } from '@/lib/store/sha256'
import { timed } from '../support/paced'
import { percentile } from '../support/statistics'

const runs = 5
const verifier = 'bin/aviary-verify.mjs'

interface Verified {
  perSecond: number
  events: number
  broken: number
  runs: number
}

/** What `GET /audit/verify` does, without the request around it. */
export async function verifyInProcess(url: string): Promise<Verified> {
  const stores = createStores({ url, expectedMigrations: [], onPoolError: () => undefined })
  try {
    const [genesis, head] = await Promise.all([stores.auditGenesis(), stores.store.audit.head()])
    const times: number[] = []
    let broken = 0
    for (let run = 0; run < runs; run += 1) {
      const took = await timed(async () => {
        const result = await verifyStored(stores.auditPages(1, head.seq), { genesis, sha256, head })
        if (!result.ok) broken += 1
      })
      times.push(took)
    }
    return { perSecond: head.seq / (percentile(times, 50) / 1000), events: head.seq, broken, runs }
  } finally {
    await stores.close()
  }
}

/** The verifier for auditors, on the export of the same chain; its start is counted in. Undefined without one. */
export async function verifyOffline(
  url: string,
  dir: string,
): Promise<{ perSecond: number; words: string } | undefined> {
  if (!existsSync(verifier)) return undefined
  const stores = createStores({ url, expectedMigrations: [], onPoolError: () => undefined })
  const file = path.join(dir, 'export.jsonl')
  try {
    const { chainId } = await stores.auditGenesis()
    const { seq } = await stores.store.audit.head()
    const lines = async function* () {
      for await (const event of stores.store.audit.stream(1))
        yield `${JSON.stringify({ chain: chainId, ...event })}\n`
    }
    await pipeline(Readable.from(lines()), createWriteStream(file))
    const times: number[] = []
    for (let run = 0; run < runs; run += 1)
      times.push(await timed(() => promisify(execFile)(process.execPath, [verifier, '--in', file])))
    const words = `the process's start included, middle of ${runs} runs`
    return { perSecond: seq / (percentile(times, 50) / 1000), words }
  } finally {
    await stores.close()
  }
}
