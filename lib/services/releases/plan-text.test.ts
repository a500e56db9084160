import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OwnPlanBody } from '../../contracts/plans'
import { planText } from './plan-text'

const duration = fc
  .tuple(fc.integer({ min: 0, max: 999_999 }), fc.constantFrom('s', 'm', 'h'))
  .map(([count, unit]) => `${count}${unit}`)
const condition = fc.constantFrom(
  { header: 'bake', exact: '600' },
  { cookie: 'beta', present: true },
  { query: 'for', regex: '5m' },
  { header: 'x-empty', exact: '' },
  { method: 'GET' },
  { host: true, prefix: 'beta.' },
)
const step = fc.oneof(
  fc.record({
    kind: fc.constant('match'),
    name: fc.constant('beta'),
    when: fc.array(condition, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('weight'), weight: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ kind: fc.constant('bake'), for: duration, minRequests: fc.nat(1000) }),
  fc.record({ kind: fc.constant('analysis'), timeout: duration }),
  fc.record({ kind: fc.constant('approval'), count: fc.integer({ min: 1, max: 10 }), expires: duration }),
)
const common = {
  settle: duration,
  approvals: fc.record({ count: fc.integer({ min: 1, max: 10 }), expires: duration }),
}
const plan = fc.oneof(
  fc.record({ preset: fc.constant('linear'), bake: duration, timeout: duration, ...common }),
  fc.record({
    preset: fc.constant('ab'),
    for: duration,
    when: fc.array(condition, { minLength: 1, maxLength: 4 }),
    ...common,
  }),
  fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 5 }), ...common }),
)

describe('a plan as text', () => {
  it('is read as the same plan again, whatever it was', () => {
    fc.assert(
      fc.property(plan, (given) => {
        const read = OwnPlanBody.parse(given)
        const text = planText(read)
        expect(OwnPlanBody.parse(JSON.parse(JSON.stringify(text)))).toEqual(read)
      }),
    )
  })

  it('has the largest unit that fits', () => {
    const text = planText(
      OwnPlanBody.parse({ preset: 'linear', bake: '7200s', timeout: '90s', settle: '0m' }),
    )
    expect(text).toMatchObject({ bake: '2h', timeout: '90s', settle: '0s' })
  })
})
