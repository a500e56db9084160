import type { Sample } from '../traffic/sample'
import type { Matcher } from './matcher'

export type Labels = Readonly<Record<string, string>>

export interface Series {
  readonly name: string
  /** Without the metric's name. */
  readonly labels: Labels
  readonly key: string
  /** Number of the scrape chunk that `chunks[0]` stands for. */
  firstChunk: number
  chunks: (Chunk | undefined)[]
}

/** The values of 128 scrapes. Until a value changes no array is needed: slots `from` to `to` hold `base`. */
interface Chunk {
  base: number
  from: number
  to: number
  offsets?: Float32Array | Float64Array
}

const chunkBits = 7
const chunkSize = 1 << chunkBits

/**
 * All series over one time line of scrapes, kept in memory only: after a restart the history starts anew.
 * A series missing from a scrape is stale from then on, which is all that Prometheus' stale marker says.
 */
export class SeriesStore {
  /** Scrape times in Unix milliseconds; the first belongs to scrape number `firstScrape`. */
  readonly times: number[] = []
  firstScrape = 0
  private readonly byKey = new Map<string, Series>()
  private readonly byName = new Map<string, Set<Series>>()
  private known = new WeakMap<Sample, Series>()

  /** Keeps `maxScrapes` scrapes, or fewer where that would be more than `maxValues` values. */
  constructor(
    private readonly maxScrapes: number,
    private readonly maxValues = 60_000_000,
  ) {}

  /** Adds one scrape, with the labels of `target` where a sample has no target of its own. NaN counts as absent. */
  append(time: number, samples: Iterable<Sample>, target: Labels): void {
    const scrape = this.firstScrape + this.times.length
    this.times.push(time)
    for (const sample of samples) {
      if (!Number.isNaN(sample.value)) write(this.seriesOf(sample, target), scrape, sample.value)
    }
    if (scrape % chunkSize === 0) this.forget(scrape)
  }

  select(matchers: readonly Matcher[]): Series[] {
    const named = matchers.find((matcher) => matcher.label === '__name__' && matcher.op === '=')
    const others = matchers.filter((matcher) => matcher !== named)
    const sets = named ? [this.byName.get(named.value) ?? []] : [...this.byName.values()]
    const found: Series[] = []
    for (const set of sets) {
      for (const series of set) {
        if (others.every((matcher) => matcher.test(labelOf(series, matcher.label)))) found.push(series)
      }
    }
    return found
  }

  names(): string[] {
    return [...this.byName.keys()].sort()
  }

  get size(): number {
    return this.byKey.size
  }

  /** Number of the last scrape at or before `time`; below `firstScrape` when there is none. */
  scrapeAt(time: number): number {
    let low = 0
    let high = this.times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.times[middle] ?? Infinity) <= time) low = middle + 1
      else high = middle
    }
    return this.firstScrape + low - 1
  }

  /** Unix milliseconds of a scrape; NaN when it is not kept. */
  timeOf(scrape: number): number {
    return this.times[scrape - this.firstScrape] ?? Number.NaN
  }

  private seriesOf(sample: Sample, target: Labels): Series {
    const known = this.known.get(sample)
    if (known && this.byKey.has(known.key)) return known
    const labels = Object.fromEntries(
      Object.entries({ ...sample.labels, ...(sample.target ?? target) }).filter(([, value]) => value !== ''),
    )
    const key = labelsKey(sample.name, labels)
    let series = this.byKey.get(key)
    if (!series) {
      series = { name: sample.name, labels, key, firstChunk: 0, chunks: [] }
      this.byKey.set(key, series)
      const named = this.byName.get(sample.name) ?? new Set()
      this.byName.set(sample.name, named.add(series))
    }
    this.known.set(sample, series)
    return series
  }

  private forget(scrape: number): void {
    const allowed = Math.min(this.maxScrapes, this.maxValues / Math.max(1, this.byKey.size))
    const firstKept = Math.max(0, (scrape >> chunkBits) - Math.max(1, Math.ceil(allowed / chunkSize)))
    this.times.splice(0, Math.max(0, firstKept * chunkSize - this.firstScrape))
    this.firstScrape = Math.max(this.firstScrape, firstKept * chunkSize)
    for (const series of this.byKey.values()) {
      const gone = firstKept - series.firstChunk
      if (gone <= 0) continue
      series.chunks.splice(0, gone)
      series.firstChunk = firstKept
      if (series.chunks.length > 0) continue
      this.byKey.delete(series.key)
      this.byName.get(series.name)?.delete(series)
    }
  }
}

/** The value of a series in one scrape; NaN where it was absent. */
export function valueAt(series: Series, scrape: number): number {
  const chunk = series.chunks[(scrape >> chunkBits) - series.firstChunk]
  if (!chunk || scrape < 0) return Number.NaN
  const slot = scrape & (chunkSize - 1)
  if (chunk.offsets) return chunk.base + (chunk.offsets[slot] ?? Number.NaN)
  return slot >= chunk.from && slot <= chunk.to ? chunk.base : Number.NaN
}

export function labelOf(item: { name?: string | undefined; labels: Labels }, label: string): string {
  return (label === '__name__' ? item.name : item.labels[label]) ?? ''
}

/** One string for one label set, whatever the order of its labels. */
export function labelsKey(name: string | undefined, labels: Labels): string {
  return JSON.stringify([
    name,
    ...Object.keys(labels)
      .sort()
      .flatMap((label) => [label, labels[label]]),
  ])
}

function write(series: Series, scrape: number, value: number): void {
  const number = scrape >> chunkBits
  const slot = scrape & (chunkSize - 1)
  if (series.chunks.length === 0) series.firstChunk = number
  const at = number - series.firstChunk
  const chunk = series.chunks[at]
  if (!chunk) {
    while (series.chunks.length < at) series.chunks.push(undefined)
    series.chunks.push({ base: value, from: slot, to: slot })
    return
  }
  if (!chunk.offsets) {
    if (value === chunk.base && slot === chunk.to + 1) {
      chunk.to = slot
      return
    }
    chunk.offsets = new Float32Array(chunkSize).fill(Number.NaN).fill(0, chunk.from, chunk.to + 1)
  }
  chunk.offsets[slot] = value - chunk.base
  if (chunk.base + (chunk.offsets[slot] ?? 0) === value) return
  // Not exact as an offset of 32 bits: the whole chunk goes to 64 bits and base 0.
  const { base } = chunk
  chunk.offsets = Float64Array.from(chunk.offsets, (offset) => base + offset)
  chunk.base = 0
  chunk.offsets[slot] = value
}
