import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '@/lib/domain/ports'
import { sampleBody, sampleOperation, sampleRelease } from '@/e2e/support/sample-records'
import { createRandom } from '../kernel/random'
import { Scheduler, type Owner } from '../kernel/scheduler'
import { Tally } from '../tally'
import { Database } from './database'
import { leaderStore } from './leader'
import { createSimStore, loneSession, noStoreTrouble, type StoreTrouble } from './sim-store'

let scheduler: Scheduler
let database: Database
let trouble: StoreTrouble

const owner = (name: string): Owner => ({ name, alive: true, stalledUntil: 0 })

function partsOf(who: Owner) {
  return {
    database,
    scheduler,
    owner: who,
    random: createRandom(5),
    tally: new Tally(),
    trouble: () => trouble,
  }
}
const storeOf = (who: Owner): Store => createSimStore(partsOf(who))

/** Takes turns until nothing waits any more; answers what the work answered. */
async function through<T>(work: Promise<T>): Promise<T> {
  const settled = Promise.allSettled([work])
  while (await scheduler.turn());
  await settled
  return await work
}

beforeEach(() => {
  scheduler = new Scheduler(createRandom(1), 1_000_000, 0)
  database = new Database(scheduler)
  trouble = noStoreTrouble
})

describe('the store of the simulator', () => {
  it('shows what a transaction wrote to itself alone, and nothing of one that threw', async () => {
    const store = storeOf(owner('a'))
    const failed = store.transaction(async (tx) => {
      await tx.operations.insert(sampleOperation({ id: 'o1' }))
      expect(await tx.operations.get('o1')).toBeDefined()
      expect(await store.operations.get('o1')).toBeUndefined()
      throw new Error('no')
    })
    await expect(through(failed)).rejects.toThrow('no')
    expect(await through(store.operations.get('o1'))).toBeUndefined()
  })

  it('takes one of two changes of the same version of a release', async () => {
    const [a, b] = [storeOf(owner('a')), storeOf(owner('b'))]
    await through(a.releases.insert(sampleRelease({ id: 'r1' })))
    const change = (store: Store) =>
      store.transaction(async (tx) => {
        const stored = await tx.releases.update(sampleRelease({ id: 'r1', version: 2, state: 'paused' }), 1)
        await tx.audit.append(sampleBody({ id: 'e' }))
        return stored
      })
    const answers = await through(Promise.all([change(a), change(b)]))
    expect([...answers].sort()).toEqual([false, true])
  })

  it('refuses a second live release of the service, and the writes of an epoch that has passed', async () => {
    const who = owner('a')
    const store = storeOf(who)
    const leader = leaderStore(loneSession(partsOf(who)), () => scheduler.now)
    const epoch = await through(leader.acquire('a', 15))
    scheduler.now += 20_000
    expect(await through(leader.acquire('b', 15))).toBe(2)
    await through(store.releases.insert(sampleRelease({ id: 'r1' })))
    await expect(through(store.releases.insert(sampleRelease({ id: 'r2' })))).rejects.toThrow('not ended')
    const late = store.releases.update(sampleRelease({ id: 'r1', version: 2 }), 1, epoch)
    expect(await through(late)).toBe(false)
    expect(await through(store.leads(2))).toBe(true)
  })

  it('rolls back what a dead process had under way', async () => {
    const dying = owner('a')
    scheduler.fateOf = ({ owner: { name }, label }) =>
      name === 'a' && label === 'commit' ? 'dies-before' : 'goes-on'
    void storeOf(dying).transaction(async (tx) => {
      await tx.operations.insert(sampleOperation({ id: 'o1' }))
    })
    while (await scheduler.turn());
    expect(dying.alive).toBe(false)
    const other = storeOf(owner('b'))
    expect(await through(other.operations.get('o1'))).toBeUndefined()
    await through(other.operations.insert(sampleOperation({ id: 'o1' })))
  })
})
