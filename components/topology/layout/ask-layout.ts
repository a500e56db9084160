import type { ELK } from 'elkjs/lib/elk-api'
import { fromElk, toElk } from './elk-graph'
import type { Placement } from './placement'
import type { Structure } from './structure'

/** Milliseconds after which the worker is taken for dead; 2,000 nodes take a few seconds. */
const PATIENCE_MS = 30_000

/** The layout could not be computed in this browser; the list still shows everything. */
export class LayoutError extends Error {
  override readonly name = 'LayoutError'
}

interface Running {
  elk: ELK
  failed: Promise<never>
}
let running: Promise<Running> | undefined

async function start(): Promise<Running> {
  const { default: Elk } = await import('elkjs/lib/elk-api')
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      reject(new LayoutError(`The layout worker did not start: ${event.message || 'no reason given'}`))
    })
  })
  failed.catch(stop)
  return { elk: new Elk({ workerFactory: () => worker }), failed }
}

function stop(): void {
  running?.then(
    ({ elk }) => elk.terminateWorker(),
    () => undefined,
  )
  running = undefined
}

/** What is running, or a new start; one that failed is forgotten, so that the next question starts anew. */
async function started(): Promise<Running> {
  running ??= start()
  try {
    return await running
  } catch (error) {
    running = undefined
    throw new LayoutError('The layout could not be loaded.', { cause: error })
  }
}

/** A fresh layout, computed by ELK in a worker that is loaded when it is first asked. Throws `LayoutError`. */
export async function askLayout(structure: Structure): Promise<Placement> {
  if (structure.nodes.length === 0) return { at: {}, size: {}, routes: {} }
  const { elk, failed } = await started()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stop()
      reject(new LayoutError('The layout took longer than 30 seconds.'))
    }, PATIENCE_MS)
  })
  try {
    return fromElk(await Promise.race([elk.layout(toElk(structure)), failed, late]), structure)
  } catch (error) {
    if (error instanceof LayoutError) throw error
    const words = error instanceof Error ? error.message : String(error)
    throw new LayoutError(`The graph could not be laid out: ${words}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
