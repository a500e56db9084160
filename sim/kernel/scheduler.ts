import type { Random } from './random'

/** Somebody whose calls of ports wait for turns: a process, a person at a keyboard, the cluster itself. */
export interface Owner {
  readonly name: string
  /** A dead one gets no turn any more: whatever it was doing ends there. */
  alive: boolean
  /** Frozen until then, milliseconds of the world's clock. */
  stalledUntil: number
}

interface Parked {
  owner: Owner
  label: string
  /** Not before, milliseconds of the world's clock. */
  wakeAt: number
  /** What it waits for besides its turn. */
  ready: () => boolean
  run: () => void
}

/** What happens to the owner of a call when it gets its turn. */
export type Fate = 'goes-on' | 'dies-before' | 'dies-after' | 'freezes-before' | 'freezes-after'

export interface Turn {
  owner: Owner
  label: string
  at: number
}

/**
 * One world, one clock, one call at a time. Every call of a port waits here for its turn; which one comes next is
 * random, fixed by the seed. Between turns all code runs until everything waits again.
 */
export class Scheduler {
  /** The clock of database and cluster, milliseconds since 1970. */
  now: number
  turns = 0
  /** Decides who dies at which call. */
  fateOf: (turn: Turn) => Fate = () => 'goes-on'
  onTurn: (turn: Turn) => void = () => undefined
  private parked: Parked[] = []
  private last: Owner | undefined

  constructor(
    private readonly random: Random,
    start: number,
    /** How often the one who had the last turn gets the next one too, 0–1. */
    private readonly stickiness: number,
  ) {
    this.now = start
  }

  /** Does one thing in a turn of its own; `ready` keeps it waiting for more than its turn. */
  call<T>(owner: Owner, label: string, effect: () => T, ready: () => boolean = always): Promise<T> {
    if (!owner.alive) return never()
    return new Promise<T>((resolve, reject) => {
      const run = () => {
        try {
          resolve(effect())
        } catch (error) {
          reject(asError(error))
        }
      }
      this.parked.push({ owner, label, wakeAt: this.now, ready, run })
    })
  }

  /** Nothing but time. */
  sleep(owner: Owner, milliseconds: number): Promise<void> {
    if (!owner.alive) return never()
    return new Promise((resolve) => {
      const wakeAt = this.now + milliseconds
      this.parked.push({ owner, label: 'sleep', wakeAt, ready: always, run: resolve })
    })
  }

  kill(owner: Owner): void {
    owner.alive = false
    this.parked = this.parked.filter((call) => call.owner !== owner)
  }

  /** One turn; false when there is nobody left to have one. */
  async turn(): Promise<boolean> {
    const call = this.next()
    if (!call) return false
    this.turns += 1
    this.now += this.random.int(0, 12)
    this.last = call.owner
    const turn = { owner: call.owner, label: call.label, at: this.now }
    const fate = call.label === 'sleep' ? 'goes-on' : this.fateOf(turn)
    this.onTurn(fate === 'goes-on' ? turn : { ...turn, label: `${call.label} (${fate})` })
    if (fate === 'freezes-before') this.parked.push(call)
    else if (fate !== 'dies-before') call.run()
    if (fate === 'dies-before' || fate === 'dies-after') this.kill(call.owner)
    await quiet()
    return true
  }

  private next(): Parked | undefined {
    for (;;) {
      const able = this.parked.filter((call) => this.isAble(call))
      if (able.length > 0) {
        const mine = able.filter(({ owner }) => owner === this.last)
        const from = mine.length > 0 && this.random.chance(this.stickiness) ? mine : able
        const call = this.random.pick(from)
        this.parked.splice(this.parked.indexOf(call), 1)
        return call
      }
      const times = this.parked
        .map(({ owner, wakeAt }) => Math.max(owner.stalledUntil, wakeAt))
        .filter((time) => time > this.now)
      if (times.length === 0) return this.parked.length === 0 ? undefined : this.blocked()
      this.now = Math.min(...times)
    }
  }

  private isAble(call: Parked): boolean {
    return call.wakeAt <= this.now && call.owner.stalledUntil <= this.now && call.ready()
  }

  private blocked(): never {
    throw new Error(
      `everybody waits: ${this.parked.map(({ owner, label }) => `${owner.name} ${label}`).join(', ')}`,
    )
  }
}

const always = () => true

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/** A promise of a dead process: nothing goes on behind it. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

/** Until all code has run as far as it can: what waits here is behind every promise that is settled already. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
