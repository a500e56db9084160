import { describe, expect, it } from 'vitest'
import { createRandom } from './random'
import { Scheduler, type Owner } from './scheduler'

const owner = (name: string): Owner => ({ name, alive: true, stalledUntil: 0 })

/** Two owners that each do five things; answers who did what, in order. */
async function order(seed: number, prepare: (scheduler: Scheduler) => void = () => undefined) {
  const scheduler = new Scheduler(createRandom(seed), 0, 0.5)
  prepare(scheduler)
  const done: string[] = []
  const work = async (who: Owner) => {
    for (const step of [1, 2, 3, 4, 5])
      await scheduler.call(who, 'write', () => void done.push(`${who.name}${step}`))
  }
  void work(owner('a'))
  void work(owner('b'))
  while (await scheduler.turn());
  return done
}

describe('the scheduler', () => {
  it('mixes the calls of all owners, each owner in its own order, the same for one seed', async () => {
    const orders = await Promise.all([1, 2, 3, 4].map((seed) => order(seed)))
    expect(new Set(orders.map((each) => each.join())).size).toBeGreaterThan(1)
    for (const each of orders)
      expect(each.filter((step) => step.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a4', 'a5'])
    expect(await order(3)).toEqual(orders[2])
  })

  it('lets nobody go on who died, before or after what the call does', async () => {
    const dying = (fate: 'dies-before' | 'dies-after') => (scheduler: Scheduler) => {
      let calls = 0
      scheduler.fateOf = ({ owner: { name } }) => (name === 'a' && (calls += 1) === 3 ? fate : 'goes-on')
    }
    const steps = async (fate: 'dies-before' | 'dies-after') =>
      (await order(1, dying(fate))).filter((step) => step.startsWith('a'))
    expect(await steps('dies-before')).toEqual(['a1', 'a2'])
    expect(await steps('dies-after')).toEqual(['a1', 'a2', 'a3'])
    expect(await order(1, dying('dies-after'))).toContain('b5')
  })

  it('lets time pass only when everybody sleeps or is frozen', async () => {
    const scheduler = new Scheduler(createRandom(1), 0, 0)
    const [awake, frozen] = [owner('awake'), owner('frozen')]
    frozen.stalledUntil = 5000
    const at: Record<string, number> = {}
    void scheduler.call(frozen, 'write', () => (at.frozen = scheduler.now))
    void scheduler.sleep(awake, 2000).then(() => (at.awake = scheduler.now))
    while (await scheduler.turn());
    expect(at.awake).toBeGreaterThanOrEqual(2000)
    expect(at.awake).toBeLessThan(2100)
    expect(at.frozen).toBeGreaterThanOrEqual(5000)
  })

  it('says who waits when nobody can go on', async () => {
    const scheduler = new Scheduler(createRandom(1), 0, 0)
    void scheduler.call(
      owner('a'),
      'a locked row',
      () => undefined,
      () => false,
    )
    await expect(scheduler.turn()).rejects.toThrow('a a locked row')
  })
})
