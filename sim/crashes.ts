import type { Fate, Owner } from './kernel/scheduler'
import type { World } from './world'

/** Kills processes at calls of ports: at the call itself, so before what it does or after, whichever the seed says. */
export function startCrashes(world: World, isProcess: (owner: Owner) => boolean): void {
  const random = world.random.fork(30)
  const mean = world.scenario.every.crash
  if (mean === Infinity) return
  let next = world.now + Math.round(mean * (0.3 + random.next() * 1.4))
  world.scheduler.fateOf = ({ owner, at, label }): Fate => {
    // Reading is the rarer moment to die at: what counts is what was half done.
    if (!world.troubled || at < next || !isProcess(owner) || random.chance(isWrite(label) ? 0.3 : 0.9))
      return 'goes-on'
    next = at + Math.round(mean * (0.3 + random.next() * 1.4))
    world.tally.count('crashes')
    return random.chance(0.5) ? 'dies-before' : 'dies-after'
  }
}

const isWrite = (label: string) => /^(patch|create|delete|append|commit|store)/.test(label)
