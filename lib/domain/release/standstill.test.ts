import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BusinessHours, ReleaseRules } from './release-rules'
import { noReleaseRules } from './release-rules'
import { standstillAt } from './standstill'

const anywhere = { cluster: '*', namespace: '*', service: '*' }
const cart = { cluster: 'prod', namespace: 'shop', name: 'cart' }
const office: BusinessHours = {
  name: 'Office hours',
  zone: 'Europe/Berlin',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '17:00',
  scope: anywhere,
}
const freeze = (from: string, to: string, scope = anywhere) => ({ name: `Freeze ${from}`, from, to, scope })
const at = (rules: Partial<ReleaseRules>, time: string) =>
  standstillAt({ ...noReleaseRules, ...rules }, cart, new Date(time))

describe('freezes', () => {
  const rules = { freezes: [freeze('2026-12-23T00:00:00Z', '2026-12-27T00:00:00Z')] }

  it('hold from their beginning until just before their end', () => {
    const held = { name: 'Freeze 2026-12-23T00:00:00Z', until: '2026-12-27T00:00:00.000Z' }
    expect(at(rules, '2026-12-22T23:59:59.999Z')).toBeUndefined()
    expect(at(rules, '2026-12-23T00:00:00Z')).toEqual(held)
    expect(at(rules, '2026-12-26T23:59:59.999Z')).toEqual(held)
    expect(at(rules, '2026-12-27T00:00:00Z')).toBeUndefined()
  })

  it('hold only what their scope covers', () => {
    const within = (scope: typeof anywhere) =>
      at({ freezes: [freeze('2026-12-23T00:00:00Z', '2026-12-27T00:00:00Z', scope)] }, '2026-12-24T00:00:00Z')
    expect(within({ ...anywhere, namespace: 'shop' })).toBeDefined()
    expect(within({ ...anywhere, namespace: 'bank' })).toBeUndefined()
    expect(within({ cluster: 'prod', namespace: 'shop', service: 'pay' })).toBeUndefined()
  })

  it('that follow one another hold until the last one ends, and on until the hours open', () => {
    const freezes = [
      freeze('2026-12-23T00:00:00Z', '2026-12-24T00:00:00Z'),
      freeze('2026-12-24T00:00:00Z', '2026-12-26T00:00:00Z'),
    ]
    expect(at({ freezes }, '2026-12-23T12:00:00Z')).toEqual({
      name: 'Freeze 2026-12-23T00:00:00Z',
      until: '2026-12-26T00:00:00.000Z',
    })
    // The 26th is a Saturday.
    expect(at({ freezes, hours: [office] }, '2026-12-23T12:00:00Z')?.until).toBe('2026-12-28T08:00:00.000Z')
  })
})

describe('business hours', () => {
  it.each([
    ['in winter', '2026-01-05T07:59:00Z', '2026-01-05T08:00:00.000Z'],
    ['in summer', '2026-07-06T06:59:30Z', '2026-07-06T07:00:00.000Z'],
    ['after work', '2026-07-06T15:00:00Z', '2026-07-07T07:00:00.000Z'],
    ['over a weekend into daylight saving', '2026-03-27T16:00:00Z', '2026-03-30T07:00:00.000Z'],
    ['over a weekend out of daylight saving', '2026-10-23T15:00:00Z', '2026-10-26T08:00:00.000Z'],
  ])('hold until the wall clock opens them, %s', (_when, now, until) => {
    expect(at({ hours: [office] }, now)).toEqual({ name: 'Office hours', until })
    expect(at({ hours: [office] }, until)).toBeUndefined()
  })

  it('hold only where none of those that fit is open', () => {
    const night = { ...office, name: 'Night', from: '20:00', to: '24:00' }
    expect(at({ hours: [office, night] }, '2026-01-05T19:30:00Z')).toBeUndefined()
    expect(at({ hours: [office, night] }, '2026-01-05T17:30:00Z')).toEqual({
      name: 'Office hours, Night',
      until: '2026-01-05T19:00:00.000Z',
    })
    const elsewhere = { ...office, scope: { ...anywhere, namespace: 'bank' } }
    expect(at({ hours: [elsewhere] }, '2026-01-04T00:00:00Z')).toBeUndefined()
  })

  it('say no end where they never open', () => {
    const closed = { ...office, from: '02:10', to: '02:50', days: [7] }
    expect(at({ hours: [{ ...closed, days: [] }] }, '2026-01-05T00:00:00Z')).toEqual({ name: 'Office hours' })
    // On the 29th of March there is no 02:10 in Berlin.
    expect(at({ hours: [closed] }, '2026-03-28T00:00:00Z')?.until).toBe('2026-04-05T00:10:00.000Z')
  })

  it('end at the first free minute, whatever the zone does to its clock', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'America/Havana',
      'Asia/Kolkata',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Pacific/Chatham',
    )
    const minute = (value: number) =>
      `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`
    const hours = fc
      .record({
        zone,
        days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        from: fc.integer({ min: 0, max: 24 * 60 - 1 }),
        length: fc.integer({ min: 1, max: 24 * 60 }),
      })
      .map(({ from, length, ...rest }) => ({
        ...office,
        ...rest,
        from: minute(from),
        to: minute(Math.min(24 * 60, from + length)),
      }))
    // Around changes of the clock, where it goes wrong if anywhere.
    const moment = fc
      .tuple(
        fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'),
        fc.integer({ min: -36 * 60, max: 36 * 60 }),
      )
      .map(([day, minutes]) => Date.parse(`${day}T00:00:00Z`) + minutes * 60_000)
    fc.assert(
      fc.property(
        hours,
        moment,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (each, now, shares) => {
          const rules = { ...noReleaseRules, hours: [each] }
          const held = standstillAt(rules, cart, new Date(now))
          if (held?.until === undefined) return
          const until = Date.parse(held.until)
          expect(until).toBeGreaterThan(now)
          expect(standstillAt(rules, cart, new Date(until))).toBeUndefined()
          expect(standstillAt(rules, cart, new Date(until - 1))).toBeDefined()
          for (const share of shares) {
            const between = Math.min(until - 1, now + Math.floor(share * (until - now)))
            expect(standstillAt(rules, cart, new Date(between))).toBeDefined()
          }
        },
      ),
    )
  })
})
