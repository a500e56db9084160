import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { appendFor, appendUntil } from './audit/append'
import { readAuditOptions } from './audit/options'
import { verifyInProcess, verifyOffline } from './audit/verify'
import { describeCommit, describeMachine, load } from './support/machine'
import { markdownTable, print } from './support/report'
import type { Launcher } from './support/stage'

const writerCounts = [1, 8, 50]

/** Prints how fast the audit log takes events and is verified, on a Postgres of its own; nothing else is started. */
export async function benchmark({ argv, log, signal, startDatabase }: Launcher): Promise<void> {
  const { events, seconds } = readAuditOptions(argv)
  print(`bench:audit, ${new Date().toISOString()}, commit ${describeCommit()}`)
  print(`${describeMachine()}, load ${load().toFixed(2)} before\n`)
  const dir = await mkdtemp(path.join(tmpdir(), 'aviary-bench-'))
  const database = await startDatabase(dir)
  try {
    const rows: string[][] = []
    for (const writers of writerCounts) {
      log(`${writers} writers for ${seconds} s`)
      const { perSecond, times } = await appendFor(database.serverUrl, { writers, seconds, signal })
      const tail = `p50 ${times.p50.toFixed(1)} ms, p95 ${times.p95.toFixed(1)} ms`
      rows.push([`appends a second, ${writers} at once`, whole(perSecond), tail])
    }
    log(`50 writers until ${events} events`)
    const filled = await appendUntil(database.serverUrl, { writers: 50, events, signal })
    rows.push([`appends a second, 50 at once, until ${whole(events)} events`, whole(filled.perSecond), ''])
    log('verifying')
    const inside = await verifyInProcess(database.serverUrl)
    rows.push([
      'events verified a second, in the server, database included',
      whole(inside.perSecond),
      `${whole(inside.events)} events, ${inside.broken} broken links, middle of ${inside.runs} runs`,
    ])
    const outside = await verifyOffline(database.serverUrl, dir)
    rows.push([
      'events verified a second, bin/aviary-verify.mjs on an export',
      outside ? whole(outside.perSecond) : 'not there',
      outside?.words ?? '',
    ])
    print(markdownTable(['what', 'figure', 'how'], rows))
  } finally {
    await database.stop()
    await rm(dir, { recursive: true, force: true })
  }
  print(`\nload ${load().toFixed(2)} after`)
}

const whole = (value: number) => Math.round(value).toLocaleString('en')
