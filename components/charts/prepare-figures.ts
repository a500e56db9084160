import { formatBand, formatPercent, formatRate, formatSuccess } from '@/components/ui/format-number'
import type { ServiceMetricsDto } from '@/lib/contracts/services'
import {
  bandPoints,
  prepareSeries,
  shareFloor,
  usageCeiling,
  type ChartRow,
  type ChartValue,
  type Quantile,
} from './prepare-series'

/** One chart: what it is of, its rows, and how its values read. */
export interface Figure {
  id: 'rate' | 'success' | 'latency' | 'cpu' | 'memory'
  title: string
  /** Over its column in the table of one moment. */
  short: string
  kind: 'line' | 'band'
  rows: ChartRow[]
  floor: number
  ceiling?: number
  /** A value as words, with its unit. */
  words: (value: ChartValue) => string
  /** A tick of the axis. */
  tick: (value: number) => string
  /** Why there is nothing to draw. */
  problem?: string
}

const ticks = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const noData = 'no data'

/** The five charts of a service's versions, in the order of the page. */
export function prepareFigures(metrics: ServiceMetricsDto, quantile: Quantile): Figure[] {
  const { versions } = metrics
  const rate = prepareSeries(versions.map(({ version, rate: points }) => ({ version, points })))
  const success = prepareSeries(versions.map(({ version, successShare: points }) => ({ version, points })))
  const latency = prepareSeries(
    versions.map((each) => ({ version: each.version, points: bandPoints(each, quantile) })),
  )
  return [
    {
      id: 'rate',
      title: 'Requests a second',
      short: 'req/s',
      kind: 'line',
      rows: rate,
      floor: 0,
      words: (value) => (typeof value === 'number' ? formatRate(value) : noData),
      tick: (value) => ticks.format(value),
    },
    {
      id: 'success',
      title: 'Success, percent',
      short: 'success',
      kind: 'line',
      rows: success,
      floor: shareFloor(success),
      ceiling: 100,
      words: (value) => (typeof value === 'number' ? formatSuccess(value) : noData),
      tick: (value) => formatPercent(value),
    },
    {
      id: 'latency',
      title: `Latency ${quantile}, milliseconds (bucket bounds)`,
      short: quantile,
      kind: 'band',
      rows: latency,
      floor: 0,
      words: (value) => (Array.isArray(value) ? bandWords(value) : noData),
      tick: (value) => ticks.format(value),
    },
    saturationFigure(metrics, 'cpu'),
    saturationFigure(metrics, 'memory'),
  ]
}

/** A band without height begins at the last bound: no more is known than that it was longer. */
function bandWords([low, high]: [number, number]): string {
  return formatBand({ low, high: high === low ? null : high })
}

function saturationFigure({ saturation }: ServiceMetricsDto, id: 'cpu' | 'memory'): Figure {
  const name = id === 'cpu' ? 'CPU' : 'Memory'
  const of = new Set(
    saturation.versions.flatMap(({ cpuOf, memoryOf }) => (id === 'cpu' ? cpuOf : memoryOf) ?? []),
  )
  const rows = prepareSeries(saturation.versions.map((each) => ({ version: each.version, points: each[id] })))
  const problem =
    saturation.problem ??
    (of.size === 0
      ? `not measured: these pods name no ${id === 'cpu' ? 'limit or request' : 'limit'} of it`
      : undefined)
  return {
    id,
    title: `${name} used, percent of the ${of.size === 0 ? 'limit' : [...of].sort().join(' or the ')}`,
    short: id === 'cpu' ? 'CPU' : 'mem.',
    kind: 'line',
    rows,
    floor: 0,
    ceiling: usageCeiling(rows),
    words: (value) => (typeof value === 'number' ? formatPercent(value) : noData),
    tick: (value) => formatPercent(value),
    ...(problem === undefined ? {} : { problem }),
  }
}
