import type { Sample } from '../traffic/sample'
import type { Labels } from './series-store'

/** The targets that samples come from, each with its `up`; one that no sample names any more is gone. */
export class ScrapeTargets {
  private ups = new Map<Labels, Sample>()

  /** `own` is the target of the samples that name none, and always there. */
  constructor(private readonly own: Labels) {
    this.ups.set(own, upOf(own))
  }

  /** The `up` samples after a scrape that brought `samples`. */
  reached(samples: readonly Sample[]): readonly Sample[] {
    const seen = new Set([this.own])
    for (const { target } of samples) if (target) seen.add(target)
    this.ups = new Map([...seen].map((target) => [target, this.ups.get(target) ?? upOf(target)]))
    return this.all(1)
  }

  /** The `up` samples after a scrape that failed. */
  lost(): readonly Sample[] {
    return this.all(0)
  }

  list(): { labels: Labels; value: number }[] {
    return [...this.ups].map(([labels, { value }]) => ({ labels, value }))
  }

  jobs(): string[] {
    return [...new Set([...this.ups.keys()].map((labels) => labels.job ?? ''))]
  }

  private all(value: number): Sample[] {
    return [...this.ups.values()].map((up) => Object.assign(up, { value }))
  }
}

function upOf(target: Labels): Sample {
  return { name: 'up', labels: {}, target, value: 1 }
}
