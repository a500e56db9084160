import { measureAborts } from './move/aborts'
import { measureAudit } from './move/audit'
import { measurePropagation } from './move/propagation'
import { columns, rowsOf, type Measured } from './move/table'
import { measureMoves } from './move/weights'
import { describeCommit, describeMachine, load, waitForQuiet } from './support/machine'
import { readOptions, type BenchOptions } from './support/options'
import { markdownTable, print } from './support/report'
import { openRouteApi } from './support/route-api'
import { onStage, type Launcher } from './support/stage'

/** Prints what a change of traffic costs at several sizes of the mesh. */
export async function benchmark(launcher: Launcher): Promise<void> {
  const options = readOptions(launcher.argv)
  const results: Measured[] = []
  print(`bench:move, ${new Date().toISOString()}, commit ${describeCommit()}`)
  print(`${describeMachine()}\n`)
  for (const services of options.services) {
    launcher.signal.throwIfAborted()
    results.push(await measure(launcher, services, options))
    print(`${markdownTable(columns(results), rowsOf(results))}\n`)
  }
}

async function measure(launcher: Launcher, services: number, options: BenchOptions): Promise<Measured> {
  const { log } = launcher
  const quiet = await waitForQuiet(options.quiet, options.patience)
  log(quiet)
  return onStage(launcher, services, async (stage) => {
    const ready = load()
    const routes = openRouteApi(stage.stack.demo.kubeconfig)
    try {
      const moves = await measureMoves(stage, routes)
      log('changes around Aviary')
      const propagation = await measurePropagation(stage, routes)
      log('the audit log')
      const audit = await measureAudit(stage)
      // Last, because Prometheus does not come back.
      log('aborts without Prometheus')
      const aborts = await measureAborts(stage, routes)
      const machine = `${quiet}, ${ready.toFixed(2)} with the stage up, ${load().toFixed(2)} after`
      return { services, machine, moves, propagation, audit, aborts }
    } finally {
      await routes.close()
    }
  })
}
