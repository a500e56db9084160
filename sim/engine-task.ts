import { isDomainError } from '@/lib/domain/errors'
import { isUnknownOutcome } from '@/lib/domain/ports'
import { engineTick, type EngineParts } from '@/lib/engine/loop'
import { sendCalls } from '@/lib/engine/send-calls'
import type { SimProcess } from './process'
import { engineViewer } from './viewers'
import type { World } from './world'

/** The engine of one replica: tick after tick for as long as the process lives. */
export async function startEngineTask(world: World, process: SimProcess): Promise<void> {
  const random = world.random.fork(500 + world.scheduler.turns)
  const parts = partsOf(world, process)
  for (;;) {
    await world.scheduler.sleep(process.owner, random.int(1000, world.troubled ? 4000 : 6000))
    try {
      await engineTick(parts)
    } catch (error) {
      expected(world, error)
    }
  }
}

/** What the engine only logs is looked at here: of the errors that it knows, none is a fault. */
function partsOf(world: World, process: SimProcess): EngineParts {
  const warn = ({ err }: { err?: unknown }) => expected(world, err)
  return {
    context: () => process.context(engineViewer),
    leader: process.leader,
    holder: process.owner.name,
    flags: { record: () => Promise.resolve(), rest: () => undefined, stop: () => undefined },
    routes: { tick: () => undefined, rest: () => undefined, stop: () => Promise.resolve() },
    calls: sendCalls({ log: { warn } }),
    tried: new Map(),
    log: { warn } as unknown as EngineParts['log'],
  }
}

function expected(world: World, error: unknown): void {
  world.trace.add(() => `  the engine: ${String(error)}`)
  if (isDomainError(error) || isUnknownOutcome(error)) return
  world.fail('known-errors', `a tick threw ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
}
