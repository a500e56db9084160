// Every test there is: npm test [-- --only unit,api]. Installs what it needs; the last line holds the sums.
import { parseArgs } from 'node:util'
import { ensureInstalled } from './lib/install.mjs'
import { progress, seconds } from './lib/progress.mjs'

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const only = values.only?.split(',')
const ci = process.env.CI === 'true'

const log = progress()
const breakOff = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => breakOff.abort())

try {
  await ensureInstalled(log)
  // Only now are there packages to import.
  const { testStages } = await import('./lib/test-stages.mjs')
  const { summarise, sumCounts } = await import('./lib/test-reports.mjs')
  const { stages, stop } = testStages({ log, ci, signal: breakOff.signal })
  const unknown = only?.find((name) => !stages.some((stage) => stage.name === name))
  if (unknown)
    throw new Error(`there is no stage ${unknown}; there are ${stages.map(({ name }) => name).join(', ')}`)

  const results = []
  try {
    for (const stage of stages) results.push(await runStage(stage))
  } finally {
    await stop()
  }
  process.stdout.write(`\n${summarise(results)}\n`)
  process.exitCode = sumCounts(results).failed > 0 ? 1 : 0
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.stdout.write('\n0 passed, 1 failed, 0 skipped\n')
  process.exitCode = 1
}

async function runStage({ name, title, run }) {
  if (only && !only.includes(name)) return { title, state: 'skipped', took: '-', why: 'not asked for' }
  if (breakOff.signal.aborted) return { title, state: 'failed', took: '-', why: 'broken off' }
  log(`${title}: started`)
  const start = performance.now()
  const result = await run().catch((error) => ({ state: 'failed', why: error.message }))
  const took = seconds(performance.now() - start)
  log(`${title}: ${result.state} after ${took}${result.why ? ` (${result.why})` : ''}`)
  return { title, took, ...result }
}
