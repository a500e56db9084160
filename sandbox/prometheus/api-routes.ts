import type { Expr } from './ast'
import { Evaluation } from './evaluate'
import { instantData, metricOf, rangeData } from './format'
import { parseDuration, parseQuery } from './parse'
import { QueryError } from './query-error'
import type { Series, SeriesStore } from './series-store'
import { labelOf, valueAt } from './series-store'

const maxPoints = 11_000

/** Answers `/api/v1/<path>`; the result is the `data` of the answer, undefined for an unknown path. */
export function answer(store: SeriesStore, path: string, params: URLSearchParams, now: number): unknown {
  switch (path) {
    case 'query': {
      const time = timeParam(params, 'time', now)
      return instantData(new Evaluation(store, time, time).at(queryParam(params), time), time)
    }
    case 'query_range':
      return queryRange(store, params)
    case 'series':
      return matched(store, params, now, true).map(metricOf)
    case 'labels':
      return [
        ...new Set(
          matched(store, params, now).flatMap((series) => ['__name__', ...Object.keys(series.labels)]),
        ),
      ].sort()
    case 'metadata':
      return Object.fromEntries(
        store.names().map((name) => [familyOf(name), [{ type: typeOf(name), help: '', unit: '' }]]),
      )
    default: {
      const label = /^label\/([^/]+)\/values$/.exec(path)?.[1]
      if (label === undefined) return undefined
      const values = new Set(
        matched(store, params, now).map((series) => labelOf(series, decodeURIComponent(label))),
      )
      values.delete('')
      return [...values].sort()
    }
  }
}

function queryRange(store: SeriesStore, params: URLSearchParams): object {
  const start = timeParam(params, 'start')
  const end = timeParam(params, 'end')
  if (end < start)
    throw new QueryError('bad_data', 'invalid parameter "end": end timestamp must not be before start time')
  const given = params.get('step') ?? ''
  const step = parseDuration(given)
  if (step === undefined)
    throw new QueryError('bad_data', `invalid parameter "step": cannot parse "${given}" to a valid duration`)
  if (step <= 0) {
    throw new QueryError(
      'bad_data',
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    )
  }
  if ((end - start) / step > maxPoints) {
    throw new QueryError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    )
  }
  const expr = queryParam(params)
  const evaluation = new Evaluation(store, start, end)
  const steps = Array.from(
    { length: Math.floor((end - start) / step) + 1 },
    (_none, index) => start + index * step,
  )
  return rangeData(steps.map((time) => ({ time, value: evaluation.at(expr, time) })))
}

/** Series with a sample between `start` and `end` that fit any `match[]`. */
function matched(store: SeriesStore, params: URLSearchParams, now: number, needed = false): Series[] {
  const selectors = params.getAll('match[]')
  if (needed && selectors.length === 0) throw new QueryError('bad_data', 'no match[] parameter provided')
  const first = Math.max(store.firstScrape, store.scrapeAt(timeParam(params, 'start', 0) - 1) + 1)
  const last = store.scrapeAt(timeParam(params, 'end', now))
  const within = (series: Series): boolean => {
    for (let scrape = last; scrape >= first; scrape -= 1)
      if (!Number.isNaN(valueAt(series, scrape))) return true
    return false
  }
  const found = new Set<Series>()
  for (const selector of selectors.length > 0 ? selectors : ['{__name__!=""}']) {
    const expr = parseQuery(selector)
    if (expr.kind !== 'selector' || expr.rangeMs !== undefined) {
      throw new QueryError('bad_data', `invalid parameter "match[]": "${selector}" is not a series selector`)
    }
    for (const series of store.select(expr.matchers)) if (within(series)) found.add(series)
  }
  return [...found]
}

function queryParam(params: URLSearchParams): Expr {
  const query = params.get('query') ?? ''
  try {
    if (query.trim() !== '') return parseQuery(query)
    throw new QueryError('bad_data', 'unknown position: parse error: no expression found in input')
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    throw new QueryError(error.errorType, `invalid parameter "query": ${error.message}`)
  }
}

/** Unix seconds or RFC 3339, in milliseconds. */
function timeParam(params: URLSearchParams, name: string, fallback?: number): number {
  const text = params.get(name)
  if ((text === null || text === '') && fallback !== undefined) return fallback
  const seconds = Number(text ?? '')
  const time =
    text === null || text === ''
      ? Number.NaN
      : Number.isNaN(seconds)
        ? Date.parse(text)
        : Math.round(seconds * 1000)
  if (Number.isFinite(time)) return time
  throw new QueryError(
    'bad_data',
    `invalid parameter "${name}": cannot parse "${text ?? ''}" to a valid timestamp`,
  )
}

function familyOf(name: string): string {
  return name.replace(/_(bucket|sum|count)$/, '')
}

function typeOf(name: string): string {
  if (name.endsWith('_total')) return 'counter'
  return familyOf(name) === name ? 'gauge' : 'histogram'
}
