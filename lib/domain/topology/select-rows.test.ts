import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nobody, row } from './sample-mesh'
import { selectRows, type RankedRow } from './select-rows'
import type { TrafficRow } from './traffic'

const caller = {}
const other = {}
const asked = {}
const one = (more: Partial<TrafficRow>, place: Partial<RankedRow> = {}): RankedRow => ({
  row: row(more),
  caller,
  asked,
  ...place,
})
const tunnel = (reporter: TrafficRow['reporter'], place: Partial<RankedRow> = {}) =>
  one({ reporter, protocol: 'tcp', tunnel: true }, place)
const counted = (rows: RankedRow[]) => selectRows(rows).counted.map((each) => rows.indexOf(each))

describe('of one caller and one service', () => {
  test('the nearest reporter counts', () => {
    const rows = (['destination', 'waypoint', 'source'] as const).map((reporter) => one({ reporter }))
    expect(counted(rows)).toEqual([2])
    expect(counted(rows.slice(0, 2))).toEqual([1])
    expect(counted(rows.slice(0, 1))).toEqual([0])
  })

  test('a caller that sent to a waypoint does not know the pod, which the others do', () => {
    expect(counted([one({}, { toRelay: true }), one({ reporter: 'waypoint' })])).toEqual([1])
    expect(counted([one({}, { toRelay: true })])).toEqual([0])
  })

  test('each protocol by itself', () => {
    expect(counted([one({}), one({ reporter: 'destination', protocol: 'grpc' })])).toEqual([0, 1])
  })

  test('a ztunnel’s bytes are those of the requests that a proxy counted', () => {
    expect(counted([tunnel('source'), tunnel('destination')])).toEqual([0])
    expect(counted([tunnel('source'), one({ reporter: 'destination' })])).toEqual([1])
    expect(counted([tunnel('source'), one({ protocol: 'tcp', reporter: 'waypoint' })])).toEqual([1])
    expect(counted([tunnel('source'), one({}, { caller: other })])).toEqual([0, 1])
  })

  test('what a relay carries on is its callers’', () => {
    const carried = tunnel('destination', { caller: other, byRelay: true })
    expect(counted([carried, one({ reporter: 'waypoint' })])).toEqual([1])
    expect(counted([carried, one({})])).toEqual([0, 1])
    const between = one({ protocol: 'tcp' }, { caller: other, byRelay: true })
    expect(counted([between, one({ reporter: 'destination' })])).toEqual([1])
    expect(counted([between])).toEqual([0])
  })

  test('a service that a ztunnel cannot name is left to the waypoint that knows the caller', () => {
    const unnamed = { ...row({}).service, name: 'unknown' }
    const hop = one({ protocol: 'tcp', tunnel: true, service: unnamed }, { asked: other, toRelay: true })
    expect(counted([hop, one({ reporter: 'waypoint' })])).toEqual([1])
    expect(counted([hop])).toEqual([0])
  })
})

test('every row is counted or a duplicate, and of what is seen something is counted', () => {
  const any = fc.record({
    reporter: fc.constantFrom('source' as const, 'waypoint' as const, 'destination' as const),
    protocol: fc.constantFrom('http' as const, 'grpc' as const, 'tcp' as const),
    tunnel: fc.boolean(),
    known: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 12 }), (given) => {
      const rows = given.map(({ tunnel: counts, known, ...more }) =>
        one({
          ...more,
          // A ztunnel reports for callers and for pods, and never as a waypoint.
          ...(counts && more.protocol === 'tcp' && more.reporter !== 'waypoint' ? { tunnel: true } : {}),
          ...(known ? {} : { destination: nobody }),
        }),
      )
      const found = selectRows(rows)
      expect([...found.counted, ...found.duplicates]).toHaveLength(rows.length)
      expect(found.counted.length).toBeGreaterThan(0)
      // No two reporters of one protocol.
      for (const protocol of ['http', 'grpc', 'tcp'] as const) {
        const reporters = found.counted.filter((each) => each.row.protocol === protocol)
        expect(
          new Set(reporters.map((each) => `${each.row.reporter} ${String(each.row.tunnel)}`)).size,
        ).toBeLessThanOrEqual(1)
      }
    }),
  )
})
