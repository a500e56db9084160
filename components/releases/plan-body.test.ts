import { describe, expect, it } from 'vitest'
import { presets, PlanBody } from '@/lib/contracts/plans'
import { formNameOf, planBodyOf, planProblems } from './plan-body'
import { planFormOf, type PlanForm } from './plan-form'
import { strategies } from './preset-words'

const form = (change: Partial<PlanForm> = {}): PlanForm => ({
  ...planFormOf(new URLSearchParams()),
  ...change,
})
const when = [{ kind: 'header', name: 'x-user', op: 'exact', value: 'dev' } as const]

describe('planBodyOf', () => {
  it.each(presets)('gives the API a plan that it takes: %s', (strategy) => {
    const body = planBodyOf(form({ strategy, when }))
    expect(PlanBody.safeParse(body).error).toBeUndefined()
    expect(body).toMatchObject({ preset: strategy })
  })
  it('has a card for every preset', () => {
    expect(strategies.map(({ name }) => name)).toEqual([...presets, 'template', 'own'])
  })
  it('leaves an empty preview of blue-green out', () => {
    expect(planBodyOf(form({ strategy: 'blue-green' }))).not.toHaveProperty('preview')
  })
})

describe('planProblems', () => {
  it('stand at their fields', () => {
    expect(planProblems(form({ strategy: 'ab', for: 'soon' }))).toEqual({
      for: 'A duration such as 90s, 5m or 1h.',
      when: 'Fill in every condition.',
    })
    expect(planProblems(form({ approvals: '0' }))).toHaveProperty('approvals')
    expect(planProblems(form({ approvals: '1', approvalsExpire: '1 day' }))).toHaveProperty('approvalsExpire')
    const checks = [{ kind: 'latency', values: {} } as const]
    expect(planProblems(form({ checks }))).toEqual({ 'checks.0.thresholdMs': 'Needed.' })
  })
  it('do not count fields that another preset has', () => {
    expect(planProblems(form({ strategy: 'exponential', step: 'x' }))).toEqual({})
  })
  it('name the place in own steps', () => {
    const own = (plan: string) => planProblems(form({ strategy: 'own', plan }))['plan']
    expect(own('')).toBe('Write the steps.')
    expect(own('steps:\n  - kind: weight\n    weight: 120')).toContain('steps.0.weight: At most 100')
    expect(own('{')).toBeDefined()
    expect(own('steps:\n  - {kind: weight, weight: 50}\n  - {kind: bake, for: 5m}')).toBeUndefined()
  })
  it('want a template', () => {
    expect(planProblems(form({ strategy: 'template' }))).toHaveProperty('template')
    expect(planProblems(form({ strategy: 'template', template: 'slow' }))).toEqual({})
  })
})

it('finds the field of a path that the API names', () => {
  expect(formNameOf(['approvals', 'expires'])).toBe('approvalsExpire')
  expect(formNameOf(['preview', 0])).toBe('when')
  expect(formNameOf(['bake'])).toBe('bake')
  expect(formNameOf([])).toBe('plan')
})
