import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MetricsQuery } from '../../contracts/services'
import { chartSpan } from './chart-span'

const now = new Date('2026-03-01T12:00:00Z')
const asked = (query: Record<string, string>) => chartSpan(MetricsQuery.parse(query), now)
const refusal = (query: Record<string, string>) =>
  MetricsQuery.safeParse(query).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('chartSpan', () => {
  it('ends now, half an hour by default', () => {
    expect(asked({})).toEqual({
      from: new Date('2026-03-01T11:30:00Z'),
      to: now,
      window: 1800,
      step: 15,
      live: true,
    })
  })

  it('takes a chosen span of the past', () => {
    expect(asked({ from: '2026-02-28T12:00:00+01:00', to: '2026-02-28T12:00:00Z' })).toEqual({
      from: new Date('2026-02-28T11:00:00Z'),
      to: new Date('2026-02-28T12:00:00Z'),
      window: 3600,
      step: 30,
      live: false,
    })
  })

  it('stops at now, and starts no later', () => {
    expect(asked({ from: '2026-03-01T11:00:00Z', to: '2026-03-01T13:00:00Z' }).to).toEqual(now)
    expect(() => asked({ from: '2026-03-01T12:00:00Z', to: '2026-03-01T13:00:00Z' })).toThrow('wrong')
  })

  it('makes at most 500 points of any span', () => {
    const window = fc.tuple(fc.integer({ min: 0, max: 999_999 }), fc.constantFrom('s', 'm', 'h'))
    fc.assert(
      fc.property(window, window, ([count, unit], [stepCount, stepUnit]) => {
        const span = asked({ window: `${count}${unit}`, step: `${stepCount}${stepUnit}` })
        expect(span.window / span.step).toBeLessThanOrEqual(500)
        expect(span.window).toBeGreaterThanOrEqual(60)
        expect(span.window).toBeLessThanOrEqual(86_400)
        expect(span.to.getTime() - span.from.getTime()).toBe(span.window * 1000)
      }),
    )
  })
})

describe('MetricsQuery', () => {
  it.each([
    [{ from: '2026-03-01T11:00:00Z' }, 'to: is needed with from'],
    [{ to: '2026-03-01T11:00:00Z' }, 'from: is needed with to'],
    [{ from: '2026-03-01T11:00:00Z', to: '2026-03-01T11:00:00Z' }, 'to: must be later than from'],
    [{ from: '2026-02-28T10:00:00Z', to: '2026-03-01T11:00:00Z' }, 'to: may be at most 24 h after from'],
    [
      { window: '1h', from: '2026-03-01T10:00:00Z', to: '2026-03-01T11:00:00Z' },
      'window: stands alone, without from and to',
    ],
  ])('refuses %j and says why', (query, words) => {
    expect(refusal(query)).toEqual([words])
  })
})
