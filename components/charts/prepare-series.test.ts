import { describe, expect, it } from 'vitest'
import type { ServiceMetricsDto } from '@/lib/contracts/services'
import { bandPoints, lastValues, prepareSeries, shareFloor } from './prepare-series'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 10, 0, second)).toISOString()
type Version = ServiceMetricsDto['versions'][number]
const version = (name: string, rate: [number, number | null][]): Version => ({
  version: name,
  rate: rate.map(([second, value]) => ({ at: at(second), value })),
  successShare: [],
  p50: [],
  p95: [],
  p99: [],
})

describe('prepareSeries', () => {
  it('merges versions by time and leaves gaps where one has no point', () => {
    const rows = prepareSeries(
      [
        version('v1', [
          [10, 5],
          [0, 4],
        ]),
        version('v2', [[10, 1]]),
      ],
      ({ rate }) => rate,
    )
    expect(rows.map(({ values }) => values)).toEqual([
      { v1: 4, v2: null },
      { v1: 5, v2: 1 },
    ])
    expect(rows[0]?.at).toBe(Date.parse(at(0)))
  })
  it('keeps a measured null as a gap', () => {
    expect(prepareSeries([version('v1', [[0, null]])], ({ rate }) => rate)[0]?.values).toEqual({ v1: null })
  })
  it('survives versions with the names of object members', () => {
    const rows = prepareSeries(
      [version('constructor', [[0, 1]]), version('toString', []), version('v2', [[0, 3]])],
      ({ rate }) => rate,
    )
    expect(rows[0]?.values).toEqual({ constructor: 1, toString: null, v2: 3 })
  })
})

describe('bandPoints', () => {
  it('draws no height past the last bound, and nothing without data', () => {
    const banded = {
      ...version('v1', []),
      p95: [
        { at: at(0), low: 100, high: 250 },
        { at: at(1), low: 10_000, high: null },
        { at: at(2), low: null, high: null },
      ],
    }
    expect(bandPoints(banded).map(({ value }) => value)).toEqual([[100, 250], [10_000, 10_000], null])
  })
})

describe('shareFloor', () => {
  const floorOf = (...values: (number | null)[]) =>
    shareFloor(values.map((value, index) => ({ at: index, values: { v1: value } })))
  it('stays close to the worst value', () => {
    expect(floorOf(99.9, null)).toBe(99)
    expect(floorOf(96)).toBe(90)
    expect(floorOf(42)).toBe(30)
    expect(floorOf()).toBe(99)
  })
})

describe('lastValues', () => {
  it('looks past gaps', () => {
    const rows = prepareSeries(
      [
        version('v1', [
          [0, 4],
          [10, null],
        ]),
      ],
      ({ rate }) => rate,
    )
    expect(lastValues(rows, 'v1')).toBe(4)
    expect(lastValues(rows, 'v2')).toBeNull()
  })
})
