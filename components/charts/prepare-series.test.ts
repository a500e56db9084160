import { describe, expect, it } from 'vitest'
import { at, versionOf } from './metrics.fixture'
import { bandPoints, lastValue, prepareSeries, rowAt, shareFloor, usageCeiling } from './prepare-series'

const rates = (...versions: Parameters<typeof versionOf>[]) =>
  prepareSeries(
    versions.map((given) => {
      const { version, rate } = versionOf(...given)
      return { version, points: rate }
    }),
  )
const rowsOf = (...values: (number | null)[]) =>
  values.map((value, index) => ({ at: index, values: { v1: value } }))

describe('prepareSeries', () => {
  it('merges versions by time and leaves gaps where one has no point', () => {
    const rows = rates(
      [
        'v1',
        [
          [10, 5],
          [0, 4],
        ],
      ],
      ['v2', [[10, 1]]],
    )
    expect(rows.map(({ values }) => values)).toEqual([
      { v1: 4, v2: null },
      { v1: 5, v2: 1 },
    ])
    expect(rows[0]?.at).toBe(Date.parse(at(0)))
  })
  it('keeps a measured null as a gap', () => {
    expect(rates(['v1', [[0, null]]])[0]?.values).toEqual({ v1: null })
  })
  it('survives versions with the names of object members', () => {
    const rows = rates(['constructor', [[0, 1]]], ['toString', []], ['v2', [[0, 3]]])
    expect(rows[0]?.values).toEqual({ constructor: 1, toString: null, v2: 3 })
  })
})

describe('bandPoints', () => {
  it('draws no height past the last bound, and nothing without data', () => {
    const banded = {
      ...versionOf('v1', []),
      p99: [
        { at: at(0), low: 100, high: 250 },
        { at: at(1), low: 10_000, high: null },
        { at: at(2), low: null, high: null },
      ],
    }
    expect(bandPoints(banded, 'p99').map(({ value }) => value)).toEqual([[100, 250], [10_000, 10_000], null])
    expect(bandPoints(banded, 'p50')).toEqual([])
  })
})

describe('the range of an axis', () => {
  it('of shares stays close to the worst value', () => {
    expect(shareFloor(rowsOf(99.9, null))).toBe(99)
    expect(shareFloor(rowsOf(96))).toBe(90)
    expect(shareFloor(rowsOf(42))).toBe(30)
    expect(shareFloor([])).toBe(99)
  })
  it('of use is 100, or what goes beyond', () => {
    expect(usageCeiling(rowsOf(8, null))).toBe(100)
    expect(usageCeiling(rowsOf(8, 131))).toBe(150)
  })
})

describe('values of one moment', () => {
  const rows = rates(['v1', [[0, 4], [10, 7], [20, null]]]) // prettier-ignore
  const time = (second: number) => Date.parse(at(second))
  it('the last one looks past gaps', () => {
    expect(lastValue(rows, 'v1')).toBe(7)
    expect(lastValue(rows, 'v2')).toBeNull()
  })
  it('are those of the nearest row within reach', () => {
    expect(rowAt(rows, time(6), 5000)?.at).toBe(time(10))
    expect(rowAt(rows, time(4), 5000)?.at).toBe(time(0))
    expect(rowAt(rows, time(40), 5000)).toBeUndefined()
    expect(rowAt([], time(0), 5000)).toBeUndefined()
  })
})
