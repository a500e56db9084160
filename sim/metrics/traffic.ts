import type { KubeObject } from '@/lib/domain/kube'
import { arrayOf, numberOf, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import type { Random } from '../kernel/random'
import { routeRef } from '../cluster/start-objects'
import type { ApiServer } from '../cluster/api-server'

export const scrapeSeconds = 5
const scrapeMs = scrapeSeconds * 1000

/** Requests of one version at one scrape, since the world began. */
export interface Counters {
  requests: number
  failures: number
  slow: number
  /** Copies that reached the pods besides. */
  mirrored: number
  mirroredFailures: number
}

export interface Behaviour {
  requestsPerSecond: number
  /** Shares of the requests of a version that fail, 0–1; versions not named do not fail. */
  failing: Readonly<Record<string, number>>
  /** Shares that are slower than any threshold. */
  slow: Readonly<Record<string, number>>
}

/** Where the live route sends requests: shares 0–1 by version. */
interface Shares {
  at: number
  live: Record<string, number>
  mirrored: Record<string, number>
}

const none = (): Counters => ({ requests: 0, failures: 0, slow: 0, mirrored: 0, mirroredFailures: 0 })

/** Requests that follow the weights as they stand on the server, counted every five seconds. */
export class SimTraffic {
  private readonly shares: Shares[] = []
  private readonly samples: Record<string, Counters>[] = [{}]

  constructor(
    private readonly start: number,
    server: ApiServer,
    private readonly behaviour: Behaviour,
    private readonly random: Random,
  ) {
    const look = () => void this.shares.push({ at: server.now(), ...sharesOf(server.get(routeRef)) })
    look()
    server.listeners.push(look)
  }

  /** The last scrape at or before a moment, as its number since the start. */
  scrapeBefore(at: number): number {
    return Math.max(0, Math.floor((at - this.start) / scrapeMs))
  }

  timeOf(scrape: number): number {
    return this.start + scrape * scrapeMs
  }

  /** Counters at a scrape that is past already; asked for in any order. */
  at(scrape: number): Record<string, Counters> {
    for (let next = this.samples.length; next <= scrape; next += 1) this.samples.push(this.sample(next))
    return this.samples[scrape] ?? {}
  }

  private sample(scrape: number): Record<string, Counters> {
    const from = this.timeOf(scrape - 1)
    const to = this.timeOf(scrape)
    const before = this.samples[scrape - 1] ?? {}
    const after: Record<string, Counters> = structuredClone(before)
    for (const { seconds, live, mirrored } of this.spans(from, to)) {
      for (const [version, share] of Object.entries(live)) {
        const counters = (after[version] ??= none())
        const requests = this.whole(seconds * share * this.behaviour.requestsPerSecond)
        counters.requests += requests
        counters.failures += this.whole(requests * (this.behaviour.failing[version] ?? 0), requests)
        counters.slow += this.whole(requests * (this.behaviour.slow[version] ?? 0), requests)
      }
      for (const [version, share] of Object.entries(mirrored)) {
        const counters = (after[version] ??= none())
        const copies = this.whole(seconds * share * this.behaviour.requestsPerSecond)
        counters.mirrored += copies
        counters.mirroredFailures += this.whole(copies * (this.behaviour.failing[version] ?? 0), copies)
      }
    }
    return after
  }

  private spans(from: number, to: number): (Omit<Shares, 'at'> & { seconds: number })[] {
    return this.shares.flatMap(({ at, live, mirrored }, index) => {
      const until = Math.min(to, this.shares[index + 1]?.at ?? to)
      const since = Math.max(from, at)
      return until > since ? [{ seconds: (until - since) / 1000, live, mirrored }] : []
    })
  }

  /** A whole number whose mean is the given one. */
  private whole(mean: number, most = Infinity): number {
    return Math.min(most, Math.floor(mean + this.random.next()))
  }
}

/** Of all requests, those that a path and those that a chosen header picks. */
const pickedBy = { path: 0.3, header: 0.05 }

/** What each rule sends where, and what the last one, which matches everything, copies. */
function sharesOf(route: KubeObject | undefined): Omit<Shares, 'at'> {
  const rules = arrayOf(objectOf(route?.spec).http).map(objectOf)
  const live: Record<string, number> = {}
  let rest = 1
  for (const rule of rules) {
    const match = objectOf(arrayOf(rule.match)[0])
    const share = rule.match === undefined ? rest : match.uri === undefined ? pickedBy.header : pickedBy.path
    rest -= share
    const entries = arrayOf(rule.route).map(objectOf)
    const weight = (entry: JsonObject) => numberOf(entry.weight) ?? (entries.length === 1 ? 1 : 0)
    const total = entries.reduce((sum, entry) => sum + weight(entry), 0)
    for (const entry of entries.filter((each) => weight(each) > 0)) {
      const version = versionOf(entry.destination)
      live[version] = (live[version] ?? 0) + (share * weight(entry)) / total
    }
  }
  return { live, mirrored: mirroredBy(objectOf(rules.at(-1))) }
}

function mirroredBy(rule: Record<string, unknown>): Record<string, number> {
  const single =
    rule.mirror === undefined ? [] : [{ destination: rule.mirror, percentage: rule.mirrorPercentage }]
  const entries = [...single, ...arrayOf(rule.mirrors)].map(objectOf)
  return Object.fromEntries(
    entries.map((entry) => [
      versionOf(entry.destination),
      (numberOf(objectOf(entry.percentage).value) ?? 100) / 100,
    ]),
  )
}

const versionOf = (destination: unknown): string => {
  const { subset, host } = objectOf(destination)
  return stringOf(subset) ?? stringOf(host)?.split('-').at(-1) ?? 'unknown'
}
