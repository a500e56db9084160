// One benchmark, most on a stack of their own: npm run bench:topology [-- --services 50,200,1000 --quiet 1.5 --patience 300]
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { startPrometheus } from '../e2e/cluster/prometheus.mjs'
import { bundle } from './lib/bundle.mjs'
import { migrate } from './lib/migrate.mjs'
import { freePort } from './lib/ports.mjs'
import { startPostgres } from './lib/postgres.mjs'
import { generatePrismaClient } from './lib/prisma-client.mjs'
import { progress } from './lib/progress.mjs'
import { root } from './lib/root.mjs'
import { startStack } from './lib/stack.mjs'

const [name, ...argv] = process.argv.slice(2)
const entry = `bench/${name}.ts`
if (!/^[a-z-]+$/.test(name ?? '') || !existsSync(path.join(root, entry))) {
  process.stderr.write('name a benchmark: topology, move, judge, canvas or audit\n')
  process.exit(64)
}

const breakOff = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => breakOff.abort())

try {
  await generatePrismaClient()
  const { benchmark } = await import(pathToFileURL(await bundle(entry, `bench-${name}`)).href)
  // Progress goes to standard error, so that standard output holds the tables alone.
  const log = progress((line) => process.stderr.write(`${line}\n`))
  const startDatabase = async (dir) => {
    const database = await startPostgres({ dir, log })
    await migrate({ ...database, log })
    return database
  }
  await benchmark({
    startStack,
    startDatabase,
    startPrometheus,
    bundle,
    freePort,
    log,
    signal: breakOff.signal,
    argv,
  })
} catch (error) {
  process.stderr.write(`${breakOff.signal.aborted ? 'broken off' : (error.stack ?? error)}\n`)
  process.exitCode = 1
}
