import type { Fate, Owner, Turn } from './kernel/scheduler'
import type { World } from './world'

/**
 * Kills and freezes processes at calls of ports, before or after what the call does: a process that is killed is gone,
 * one that is frozen goes on where it was, often when its lease has run out.
 */
export function startFates(world: World, isProcess: (owner: Owner) => boolean): void {
  const random = world.random.fork(30)
  const { every } = world.scenario
  const after = (at: number, mean: number) => at + Math.round(mean * (0.3 + random.next() * 1.4))
  const next = { death: after(world.now, every.crash), frost: after(world.now, every.stall) }
  // Reading is the rarer moment: what counts is what was half done.
  const isNow = (turn: Turn, since: number) =>
    turn.at >= since && random.chance(isWrite(turn.label) ? 0.7 : 0.1)

  world.scheduler.fateOf = (turn): Fate => {
    if (!world.troubled || !isProcess(turn.owner)) return 'goes-on'
    if (isNow(turn, next.death)) {
      next.death = after(turn.at, every.crash)
      world.tally.count('crashes')
      world.onHalfDone()
      return random.chance(0.5) ? 'dies-before' : 'dies-after'
    }
    if (isNow(turn, next.frost)) {
      next.frost = after(turn.at, every.stall)
      world.tally.count('stalls')
      world.onHalfDone()
      const long = random.chance(0.5)
      turn.owner.stalledUntil = turn.at + (long ? random.int(16_000, 55_000) : random.int(3000, 15_000))
      return random.chance(0.5) ? 'freezes-before' : 'freezes-after'
    }
    return 'goes-on'
  }
}

const isWrite = (label: string) => /^(patch|create|delete|append|commit|store|settle)/.test(label)
