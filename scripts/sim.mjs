// Schedules of releases through the real engine: npm run sim [-- --seeds 10000 --from 1 --workers 2 --plant skip-fence]
// One of them with everything that happened:     npm run sim -- --seed 1234 --trace
import { fork } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { bundle } from './lib/bundle.mjs'
import { root } from './lib/root.mjs'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
    plant: { type: 'string' },
    failures: { type: 'string', default: '5' },
  },
})
const say = (line) => process.stdout.write(`${line}\n`)
const sim = await import(pathToFileURL(await bundle('sim/main.ts', 'sim')).href)
if (values.plant !== undefined && !sim.plants.includes(values.plant)) {
  process.stderr.write(`no such fault to plant: one of ${sim.plants.join(', ')}\n`)
  process.exit(64)
}
const plant = values.plant === undefined ? {} : { plant: values.plant }

if (values.seed === undefined) await runMany()
else await runOne(Number(values.seed))

async function runOne(seed) {
  const result = await sim.runSeed(seed, { ...plant, traceLines: values.trace ? 100_000 : 60 })
  for (const line of result.trace) say(line)
  say(
    result.violation
      ? `seed ${seed}: ${result.violation.invariant}: ${result.violation.words}`
      : `seed ${seed}: every invariant holds; the release is ${result.end}`,
  )
  process.exitCode = verdict(result.violation ? 1 : 0)
}

async function runMany() {
  const began = performance.now()
  const tally = new sim.Tally()
  const failures = []
  const last = Number(values.from) + Number(values.seeds)
  const most = Number(values.failures)
  let next = Number(values.from)
  let seeds = 0
  const script = await bundle('sim/worker.ts', 'sim-worker')
  const task = () => {
    const count = Math.min(25, last - next)
    if (count <= 0 || failures.length >= most) return undefined
    next += count
    return { from: next - count, count, ...plant }
  }
  await Promise.all(
    Array.from({ length: Number(values.workers) }, () =>
      work(script, task, (done) => {
        seeds += done.seeds
        tally.add(done.tally)
        failures.push(...done.failures)
      }),
    ),
  )
  for (const { seed, violation, trace } of failures.slice(0, most)) {
    say(`\nseed ${seed}: ${violation.invariant}: ${violation.words}`)
    for (const line of trace.slice(-40)) say(`  ${line}`)
    say(
      `  again: npm run sim -- --seed ${seed} --trace${values.plant === undefined ? '' : ` --plant ${values.plant}`}`,
    )
  }
  for (const line of sim.reportOf(tally, seeds, (performance.now() - began) / 1000)) say(line)
  say(failures.length === 0 ? 'every invariant held' : `${failures.length} seeds failed`)
  process.exitCode = verdict(failures.length)
}

/** A planted fault has to be found: then it is its absence that fails. */
function verdict(found) {
  return found > 0 === (values.plant !== undefined) ? 0 : 1
}

/** One worker process, task after task; it ends with this one. */
function work(script, nextTask, take) {
  return new Promise((resolve, reject) => {
    const worker = fork(script, { cwd: root })
    const give = () => {
      const task = nextTask()
      if (task) worker.send(task)
      else worker.disconnect()
    }
    worker.on('message', (done) => {
      take(done)
      give()
    })
    worker.on('error', reject)
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))))
    give()
  })
}
