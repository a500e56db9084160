import type { ClusterTrouble } from './cluster/client'
import { noClusterTrouble } from './cluster/client'
import { ApiServer } from './cluster/api-server'
import { shop, startObjects } from './cluster/start-objects'
import { WatchedView } from './cluster/watched-view'
import { noReleaseRules, type ReleaseRules } from '@/lib/domain/release/release-rules'
import type { Random } from './kernel/random'
import { createRandom } from './kernel/random'
import type { Owner } from './kernel/scheduler'
import { Scheduler } from './kernel/scheduler'
import type { MetricsMood } from './metrics/sim-metrics'
import { SimTraffic } from './metrics/traffic'
import type { Plant } from './plants'
import type { Scenario } from './scenario'
import { scenarioOf } from './scenario'
import { Database } from './store/database'
import type { StoreTrouble } from './store/sim-store'
import { noStoreTrouble } from './store/sim-store'
import { Tally } from './tally'
import { Trace } from './trace'

export interface Violation {
  invariant: string
  words: string
}

const begin = Date.parse('2026-03-01T09:00:00Z')

/** One cluster, one database, one Prometheus and one clock, with everything that a seed makes of them. */
export class World {
  readonly random: Random
  readonly scenario: Scenario
  readonly scheduler: Scheduler
  readonly server: ApiServer
  readonly database: Database
  readonly traffic: SimTraffic
  /** The cluster as it is, without any lag. */
  readonly truth: WatchedView
  readonly tally = new Tally()
  readonly trace: Trace
  /** Whoever is not a process: people, kubectl, the network. */
  readonly outside: Owner = { name: 'outside', alive: true, stalledUntil: 0 }
  violation: Violation | undefined
  /** Whether anything goes wrong by itself. */
  troubled = true
  /** When the trouble was over. */
  calmSince: number | undefined
  mood: MetricsMood = 'well'
  deniedUntil = 0
  /** Called when something is half done: the moment at which a click does most harm. */
  onHalfDone: () => void = () => undefined
  private ids = 0

  constructor(
    readonly seed: number,
    readonly plant: Plant | undefined,
    keepTrace: number,
  ) {
    this.random = createRandom(seed)
    this.scenario = scenarioOf(this.random.fork(1))
    this.scheduler = new Scheduler(this.random.fork(2), begin, this.scenario.stickiness)
    const now = () => this.scheduler.now
    this.trace = new Trace(keepTrace, now)
    this.trace.add(() => JSON.stringify(this.scenario))
    this.server = new ApiServer(now)
    for (const body of startObjects(this.scenario.start)) this.server.put(body, { manager: 'kubectl' })
    this.database = new Database(this.scheduler)
    this.traffic = new SimTraffic(begin, this.server, this.scenario.traffic, this.random.fork(3))
    this.truth = new WatchedView(this.server, shop.cluster, now, () => 0)
  }

  /** What an operator has laid down: nothing, or one freeze of everything. */
  releaseRules(): ReleaseRules {
    const { freeze } = this.scenario
    if (!freeze) return noReleaseRules
    const time = (after: number) => new Date(begin + after).toISOString()
    const scope = { cluster: '*', namespace: '*', service: '*' }
    return {
      ...noReleaseRules,
      freezes: [{ name: 'freeze', from: time(freeze.from), to: time(freeze.to), scope }],
    }
  }

  /** Whether the freeze has been on since a while. */
  get isFrozen(): boolean {
    const { freeze } = this.scenario
    return freeze !== undefined && this.now > begin + freeze.from + 2000 && this.now < begin + freeze.to
  }

  /** Unix milliseconds of the freeze's beginning; infinite without one. */
  get frozenSince(): number {
    return begin + (this.scenario.freeze?.from ?? Infinity)
  }

  get now(): number {
    return this.scheduler.now
  }

  newId(): string {
    this.ids += 1
    return `00000000-0000-4000-8000-${String(this.ids).padStart(12, '0')}`
  }

  clusterTrouble(): ClusterTrouble {
    return this.troubled ? this.scenario.cluster : noClusterTrouble
  }

  storeTrouble(): StoreTrouble {
    return this.troubled ? this.scenario.store : noStoreTrouble
  }

  /** The first one counts: what follows it may be its consequence. */
  fail(invariant: string, words: string): void {
    this.violation ??= { invariant, words }
  }
}
