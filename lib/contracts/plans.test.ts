import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PlanBody } from './plans'

const schema = z.toJSONSchema(PlanBody, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' })
const validate = new Ajv2020({ strict: false }).compile(schema)

const good: unknown[] = [
  { preset: 'linear' },
  { preset: 'linear', step: 10, bake: '10m', checks: [{ kind: 'success-rate', slo: 99.9 }] },
  { preset: 'exponential', first: 2, factor: 3 },
  { preset: 'blue-green', preview: [{ header: 'x-preview', exact: 'true' }] },
  { preset: 'dark-launch', when: [{ cookie: 'beta', exact: 'true' }] },
  { preset: 'mirror-first', percent: 50, onInconclusive: 'wait' },
  { preset: 'ab', when: [{ query: 'v', present: true }], for: '2h' },
  { preset: 'replica-canary', approvals: { count: 2, expires: '4h' } },
  {
    steps: [
      { kind: 'mirror', percent: 100 },
      { kind: 'analysis', timeout: '10m', minRequests: 500 },
      { kind: 'mirror', percent: 0 },
      { kind: 'scale', replicas: 3 },
      { kind: 'approval' },
      { kind: 'weight', weight: 100 },
    ],
    checks: [
      { kind: 'latency', thresholdMs: 250 },
      { kind: 'promql', name: 'queue', query: 'max(depth{version=$version})', fail: '> 100' },
    ],
  },
  { template: 'house-rule', version: 3 },
]
const bad: unknown[] = [
  {},
  { preset: 'quick' },
  { preset: 'linear', step: 0 },
  { preset: 'linear', step: 12.5 },
  { preset: 'linear', bake: 'soon' },
  { preset: 'dark-launch' },
  { preset: 'linear', checks: [{ kind: 'latency' }] },
  { steps: [] },
  { steps: [{ kind: 'weight', weight: 101 }] },
  { steps: [{ kind: 'weight', weight: -1 }] },
  { steps: [{ kind: 'jump' }] },
  { template: '' },
  { preset: 'linear', extra: true },
]

describe('plans', () => {
  test.each(good.map((plan) => [JSON.stringify(plan), plan]))('%s', (_text, plan) => {
    expect(PlanBody.safeParse(plan).error).toBeUndefined()
  })

  test.each(bad.map((plan) => [JSON.stringify(plan), plan]))('not %s', (_text, plan) => {
    expect(PlanBody.safeParse(plan).success).toBe(false)
  })

  test('are described by a JSON Schema that says the same of each', () => {
    for (const plan of good) expect([plan, validate(plan)]).toEqual([plan, true])
    for (const plan of bad) expect([plan, validate(plan)]).toEqual([plan, false])
  })
})
