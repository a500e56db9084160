import type { Call, Expr, Selector } from './ast'
import { aggregate } from './aggregate'
import { binary } from './binary'
import { instantFunction } from './instant-functions'
import { QueryError } from './query-error'
import { rangeFunctions } from './range-functions'
import type { Series, SeriesStore } from './series-store'
import { valueAt } from './series-store'
import type { Item, Points, Value } from './value'
import { scalarOf, vectorOf } from './value'

/** How old the last sample of an instant selector may be (Prometheus' default lookback). */
export const lookbackMs = 300_000

/** One query over one store. Selected series are found once and reused at every step of a range. */
export class Evaluation {
  private readonly selected = new Map<Selector, Series[]>()

  /** `start` and `end` are those of the whole query, in Unix milliseconds. */
  constructor(
    private readonly store: SeriesStore,
    private readonly start: number,
    private readonly end: number,
  ) {}

  /** The value of an expression at one time; throws QueryError. */
  at(expr: Expr, time: number): Value {
    switch (expr.kind) {
      case 'number':
        return { type: 'scalar', value: expr.value }
      case 'string':
        return { type: 'string', value: expr.value }
      case 'selector':
        return expr.rangeMs === undefined
          ? { type: 'vector', items: this.instant(expr, time) }
          : this.range(expr, time)
      case 'negate':
        return negated(this.at(expr.expr, time))
      case 'call':
        return this.call(expr, time)
      case 'aggregate': {
        const param = expr.param ? scalarOf(this.at(expr.param, time)) : undefined
        const items = vectorOf(this.at(expr.expr, time), `aggregation ${expr.op}`)
        return { type: 'vector', items: aggregate(expr.op, items, expr.labels, expr.without, param) }
      }
      case 'binary':
        return binary(expr, this.at(expr.left, time), this.at(expr.right, time))
    }
  }

  private call(expr: Call, time: number): Value {
    const reduce = Object.hasOwn(rangeFunctions, expr.name) ? rangeFunctions[expr.name] : undefined
    const values = expr.args.map((arg) => this.at(arg, time))
    if (!reduce) return instantFunction(expr, values, time)
    const [range] = values
    if (range?.type !== 'matrix' || values.length !== 1) {
      throw new QueryError(
        'bad_data',
        `parse error: expected type range vector in call to function "${expr.name}"`,
      )
    }
    const keepsName = expr.name === 'last_over_time' || expr.name === 'first_over_time'
    return {
      type: 'vector',
      items: range.items.flatMap((points): Item[] => {
        const value = reduce(points, range.start, range.end)
        if (value === undefined) return []
        return [
          {
            ...(keepsName && points.name !== undefined ? { name: points.name } : {}),
            labels: points.labels,
            value,
          },
        ]
      }),
    }
  }

  private instant(selector: Selector, time: number): Item[] {
    const at = this.reference(selector, time)
    const scrape = this.store.scrapeAt(at)
    const sampled = this.store.timeOf(scrape)
    // Every series of the store is scraped together, so one missing from the last scrape is stale.
    if (!(sampled >= at - lookbackMs)) return []
    return this.series(selector).flatMap((series) => {
      const value = valueAt(series, scrape)
      return Number.isNaN(value) ? [] : [{ name: series.name, labels: series.labels, value, time: sampled }]
    })
  }

  /** Samples from the start of the range to its end, both included, as up to Prometheus 2. */
  private range(selector: Selector, time: number): Value {
    const end = this.reference(selector, time)
    const start = end - (selector.rangeMs ?? 0)
    const first = Math.max(this.store.firstScrape, this.store.scrapeAt(start - 1) + 1)
    const last = this.store.scrapeAt(end)
    const items: Points[] = []
    for (const series of this.series(selector)) {
      const points: Points = { name: series.name, labels: series.labels, times: [], values: [] }
      for (let scrape = first; scrape <= last; scrape += 1) {
        const value = valueAt(series, scrape)
        if (Number.isNaN(value)) continue
        points.times.push(this.store.timeOf(scrape))
        points.values.push(value)
      }
      if (points.values.length > 0) items.push(points)
    }
    return { type: 'matrix', items, start, end }
  }

  private reference({ at, offsetMs }: Selector, time: number): number {
    const base = at === undefined ? time : at === 'start' ? this.start : at === 'end' ? this.end : at
    return base - offsetMs
  }

  private series(selector: Selector): Series[] {
    const known = this.selected.get(selector)
    if (known) return known
    const found = this.store.select(selector.matchers)
    this.selected.set(selector, found)
    return found
  }
}

function negated(value: Value): Value {
  if (value.type === 'scalar') return { type: 'scalar', value: -value.value }
  return {
    type: 'vector',
    items: vectorOf(value, 'unary expression').map(({ labels, value: own }) => ({ labels, value: -own })),
  }
}
