import { startEngineTask } from './engine-task'
import { startFates } from './fates'
import { watchInvariants } from './invariants/watch'
import { People } from './people'
import type { Plant } from './plants'
import type { SimProcess } from './process'
import { startProcess } from './process'
import { startTrouble } from './trouble'
import { World, type Violation } from './world'

export interface SeedResult {
  seed: number
  violation?: Violation
  /** The last lines before the end, oldest first. */
  trace: string[]
  tally: [string, number][]
  /** State of the release at the end. */
  end: string
}

/** More turns than any schedule needs. */
const mostTurns = 30_000
/** The world goes on so long after the trouble, milliseconds: then everything must have come to an end or wait. */
const quietMs = 15 * 60_000

/** Runs the schedule of a seed from its start to its end, or to the first invariant that does not hold. */
export async function runSeed(
  seed: number,
  options: { plant?: Plant | undefined; traceLines?: number } = {},
): Promise<SeedResult> {
  const world = new World(seed, options.plant, options.traceLines ?? 60)
  const { scheduler } = world
  const processes: SimProcess[] = []
  const alive = () => processes.filter(({ owner }) => owner.alive)
  const launch = (name: string) => {
    const process = startProcess(world, name)
    processes.push(process)
    void startEngineTask(world, process)
  }
  const invariants = watchInvariants(world)
  scheduler.onTurn = ({ owner, label }) => {
    if (label !== 'sleep') world.trace.add(() => `${owner.name}: ${label}`)
  }
  launch('a1')
  launch('b1')
  const people = new People(world, alive)
  void people.work()
  startTrouble(world, alive)
  startFates(world, (owner) => processes.some((process) => process.owner === owner))

  const troubleEnds = world.now + world.scenario.troubleMs
  const end = troubleEnds + quietMs
  while (world.violation === undefined && world.now < end && scheduler.turns < mostTurns) {
    if (!(await scheduler.turn())) break
    for (const dead of processes.filter(({ owner }) => !owner.alive)) {
      processes.splice(processes.indexOf(dead), 1)
      launch(`${dead.owner.name.slice(0, 1)}${Number(dead.owner.name.slice(1)) + 1}`)
    }
    if (world.troubled && world.now > troubleEnds) calm(world, alive())
    if (!world.troubled && invariants.settled()) break
  }
  if (world.violation === undefined) invariants.atEnd()
  world.tally.count('turns', scheduler.turns)
  const state = invariants.stateNow()
  world.tally.count(`end ${state}`)
  return {
    seed,
    ...(world.violation === undefined ? {} : { violation: world.violation }),
    trace: world.trace.text(),
    tally: world.tally.entries(),
    end: state,
  }
}

/** Faults stop; whoever is frozen wakes, and the clocks are set right. */
function calm(world: World, processes: SimProcess[]): void {
  world.troubled = false
  world.calmSince = world.now
  world.trace.add(() => 'the trouble is over')
  for (const process of processes) {
    process.owner.stalledUntil = 0
    process.skew = 0
  }
}
