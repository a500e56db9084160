import { describe, expect, it } from 'vitest'
import type { MeasurementDto } from '@/lib/contracts/releases'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import { evidenceStages, verdictChanges } from './evidence-stages'

type State = MeasurementDto['verdict']['state']
const look = (
  seq: number,
  step: number,
  state: State,
  { attempt = 1, control = true }: { attempt?: number; control?: boolean } = {},
): MeasurementDto => ({
  seq,
  attempt,
  step,
  at: `2026-11-20T10:00:${String(seq).padStart(2, '0')}.000Z`,
  interval: {
    from: `from ${seq}`,
    to: `to ${seq}`,
    source: 'live',
    complete: true,
    canary: { requests: 10, failures: 1, slow: {} },
    ...(control && { control: { requests: 90, failures: 2, slow: {} } }),
  },
  verdict: { state, words: state },
  checks: [],
})
const plan: ReleaseReportDto['plan'] = {
  steps: [
    { kind: 'weight', weight: 20 },
    { kind: 'bake', seconds: 60, minRequests: 0 },
    { kind: 'weight', weight: 100 },
    { kind: 'bake', seconds: 60, minRequests: 0 },
  ],
  rules: [],
  checks: [],
  settleSeconds: 60,
  onInconclusive: 'hold',
}
const stages = (measurements: MeasurementDto[]) =>
  evidenceStages({ measurements, plan, release: { to: 'v2' } as ReleaseReportDto['release'] })

describe('evidence by stage', () => {
  it('is added up while the stage is the same, and ends with its last verdict', () => {
    const found = stages([look(1, 0, 'inconclusive'), look(2, 1, 'pass'), look(3, 3, 'fail')])
    expect(found).toEqual([
      {
        attempt: 1,
        title: '20 %',
        looks: 2,
        from: 'from 1',
        to: 'to 2',
        canary: { requests: 20, failures: 2 },
        control: { requests: 180, failures: 4 },
        verdict: { state: 'pass', words: 'pass' },
      },
      expect.objectContaining({ title: '100 %', looks: 1, verdict: { state: 'fail', words: 'fail' } }),
    ])
  })

  it('keeps attempts apart, and steps past the end', () => {
    const found = stages([
      look(1, 0, 'fail'),
      look(1, 0, 'pass', { attempt: 2 }),
      look(2, 9, 'pass', { attempt: 2 }),
    ])
    expect(found.map(({ attempt, title }) => [attempt, title])).toEqual([
      [1, '20 %'],
      [2, '20 %'],
      [2, 'end'],
    ])
  })

  it('has no other side where nothing was compared', () => {
    expect(stages([look(1, 0, 'pass', { control: false })])[0]).not.toHaveProperty('control')
    expect(stages([])).toEqual([])
  })
})

it('names the looks at which the verdict changed', () => {
  const looks = [
    look(1, 0, 'inconclusive'),
    look(2, 0, 'inconclusive'),
    look(3, 1, 'pass'),
    look(4, 1, 'pass'),
  ]
  const again = look(1, 0, 'pass', { attempt: 2 })
  expect(verdictChanges([...looks, again]).map(({ attempt, seq }) => [attempt, seq])).toEqual([
    [1, 1],
    [1, 3],
    [2, 1],
  ])
})
