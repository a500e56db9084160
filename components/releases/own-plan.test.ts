import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { OwnPlanBody, type PlanDto } from '@/lib/contracts/plans'
import { ownPlanYaml } from './own-plan'

const plan: PlanDto = {
  preset: 'dark-launch',
  steps: [
    { kind: 'add-version' },
    { kind: 'match', name: 'beta', when: [{ kind: 'header', name: 'x', op: 'exact', value: '1' }] },
    { kind: 'match', name: 'post', when: [{ kind: 'method', op: 'exact', value: 'POST' }] },
    { kind: 'bake', seconds: 90, minRequests: 5 },
    { kind: 'analysis', timeoutSeconds: 1800, minRequests: 0 },
    { kind: 'match', name: 'beta', when: [] },
    { kind: 'scale', version: 'v2', replicas: 3 },
    { kind: 'mirror', percent: 50 },
    { kind: 'cut-over' },
    { kind: 'approval', count: 2, expiresSeconds: 3600 },
  ],
  rules: [{ route: 'vs', rule: 'main' }],
  checks: [{ name: 'Latency', kind: 'latency', thresholdMs: 250, maxRatio: 2 }],
  baseline: 'v1b',
  approvals: { count: 1, expiresSeconds: 86_400 },
  settleSeconds: 10,
  onInconclusive: 'wait',
}

describe('ownPlanYaml', () => {
  it('says what the plan says, as the API takes it', () => {
    const body = OwnPlanBody.parse(parse(ownPlanYaml(plan)))
    if (!('steps' in body)) throw new Error('not own steps')
    expect(body.steps).toEqual([
      { kind: 'match', name: 'beta', when: [{ kind: 'header', name: 'x', op: 'exact', value: '1' }] },
      { kind: 'match', name: 'post', when: [{ kind: 'method', op: 'exact', value: 'POST' }] },
      { kind: 'bake', for: 90, minRequests: 5 },
      { kind: 'analysis', timeout: 1800, minRequests: 0 },
      { kind: 'match', name: 'beta', when: [] },
      { kind: 'scale', version: 'v2', replicas: 3 },
      { kind: 'mirror', percent: 50 },
      { kind: 'cut-over' },
      { kind: 'approval', count: 2, expires: 3600 },
    ])
    expect(body).toMatchObject({
      checks: [{ kind: 'latency', thresholdMs: 250 }],
      baseline: 'v1b',
      approvals: { count: 1, expires: 86_400 },
      onInconclusive: 'wait',
    })
  })
})
