import type { Plant } from './plants'
import { runSeed, type SeedResult } from './run-seed'
import { Tally } from './tally'

/** What a worker is asked for: the schedules of some seeds that follow one another. */
export interface Task {
  from: number
  count: number
  plant?: Plant
}

export interface TaskDone {
  seeds: number
  tally: [string, number][]
  failures: Pick<SeedResult, 'seed' | 'violation' | 'trace'>[]
}

/** Runs seeds one after the other, without their traces but for those that fail. */
export async function runTask({ from, count, plant }: Task): Promise<TaskDone> {
  const tally = new Tally()
  const failures: TaskDone['failures'] = []
  for (let seed = from; seed < from + count; seed += 1) {
    const result = await runSeed(seed, { plant })
    tally.add(result.tally)
    if (result.violation) failures.push(result)
  }
  return { seeds: count, tally: tally.entries(), failures }
}

const { send } = process
if (send)
  process.on('message', (task: Task) => {
    void runTask(task).then((done) => send.call(process, done))
  })
