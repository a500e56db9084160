import { describeCommit, describeMachine, load, waitForQuiet } from './support/machine'
import { readOptions, type BenchOptions } from './support/options'
import { bytes, markdownTable, middleAndTail, print } from './support/report'
import { onStage, type Launcher } from './support/stage'
import { followDeltas } from './topology/deltas'
import { readFigures } from './topology/figures'
import { measureFloor } from './topology/floor'
import { countQueries, lookFor } from './topology/query-count'
import { graphSize, readColdTopology, readServices, readTopology } from './topology/reads'
import { columns, kiali, rowsOf, type Measured } from './topology/table'
import { watchAsCrowd } from './topology/viewers'

/** Prints what the live graph costs at several sizes of the mesh. */
export async function benchmark(launcher: Launcher): Promise<void> {
  const options = readOptions(launcher.argv)
  const results: Measured[] = []
  print(`bench:topology, ${new Date().toISOString()}, commit ${describeCommit()}`)
  print(`${describeMachine()}\n`)
  for (const services of options.services) {
    launcher.signal.throwIfAborted()
    results.push(await measure(launcher, services, options))
    print(`${markdownTable(columns(results), rowsOf(results))}\n`)
  }
  print(kiali)
}

async function measure(launcher: Launcher, services: number, options: BenchOptions): Promise<Measured> {
  const { log } = launcher
  const quiet = await waitForQuiet(options.quiet, options.patience)
  log(quiet)
  return onStage(launcher, services, async (stage) => {
    const ready = load()
    const size = await graphSize(stage)
    const idle = await countQueries(stage, () => lookFor(20, stage))
    log('warm')
    const topology = await readTopology(stage)
    const list = await readServices(stage)
    // Told at once: on a large mesh a later part may fail.
    log(
      `${size.nodes} nodes, ${size.edges} edges; warm ${middleAndTail(topology.times)}, ${bytes(topology.wire)}`,
    )
    log('cold')
    const cold = await readColdTopology(stage)
    const floor = await measureFloor(stage)
    log(`cold ${middleAndTail(cold.times)}, slowest query ${middleAndTail(floor.slowest)}`)
    log('what is on screen, and deltas')
    const figures = await readFigures(stage)
    const deltas = await followDeltas(stage)
    log('fifty viewers')
    const crowd = await watchAsCrowd(stage)
    const machine = `${quiet}, ${ready.toFixed(2)} with the stage up, ${load().toFixed(2)} after`
    return { services, machine, size, idle, topology, list, cold, floor, figures, deltas, crowd }
  })
}
