import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StepDto } from '@/lib/contracts/plans'
import { releaseDto } from './release.fixture'
import { placedStages, stageCount, stagesOf } from './stages'

const states = (change: Parameters<typeof releaseDto>[0]) =>
  placedStages(releaseDto(change)).map(({ title, state }) => `${title} ${state}`)

describe('stagesOf', () => {
  it('joins a weight and its bake', () => {
    expect(stagesOf(releaseDto().plan.steps, 'v2')).toEqual([
      { title: 'Add v2', first: 0, last: 0, seconds: 0, minRequests: 0 },
      { title: '50 %', weight: 50, first: 1, last: 2, seconds: 300, minRequests: 500 },
      { title: '100 %', weight: 100, first: 3, last: 3, seconds: 0, minRequests: 0 },
    ])
  })
  it('adds up bakes and keeps one that comes first', () => {
    const bake = { kind: 'bake', seconds: 60, minRequests: 10 } as const
    expect(stagesOf([bake, { kind: 'weight', weight: 5 }, bake, bake], 'v2')).toMatchObject([
      { title: 'Bake', seconds: 60, first: 0, last: 0 },
      { title: '5 %', seconds: 120, minRequests: 10, first: 1, last: 3 },
    ])
  })
})

describe('stages of every kind of step', () => {
  const when = [{ kind: 'header', name: 'x-user', op: 'exact', value: 'dev' }]
  it('keep analysis and approval with the change that they follow', () => {
    const steps = [
      { kind: 'mirror', percent: 100 },
      { kind: 'bake', seconds: 60, minRequests: 5 },
      { kind: 'analysis', timeoutSeconds: 900, minRequests: 200 },
      { kind: 'approval', count: 2, expiresSeconds: 3600 },
      { kind: 'cut-over' },
    ] as const
    expect(stagesOf(steps, 'v2')).toEqual([
      { title: 'Mirror 100 %', first: 0, last: 3, seconds: 60, minRequests: 200, judged: 900, approvals: 2 },
      { title: 'Cut over', weight: 100, first: 4, last: 4, seconds: 0, minRequests: 0 },
    ])
  })
  it('count the end of a mirror or a match with the change right after it', () => {
    const steps = [
      { kind: 'match', name: 'beta', when },
      { kind: 'bake', seconds: 60, minRequests: 0 },
      { kind: 'match', name: 'beta', when: [] },
      { kind: 'mirror', percent: 0 },
      { kind: 'weight', weight: 20 },
      { kind: 'bake', seconds: 60, minRequests: 0 },
      { kind: 'mirror', percent: 0 },
    ] as const
    expect(stagesOf(steps, 'v2').map(({ title, first, last }) => [title, first, last])).toEqual([
      ['Match beta', 0, 1],
      ['20 %', 2, 5],
      ['Mirror off', 6, 6],
    ])
  })
  it('cover every step once, in order, for any plan', () => {
    const step: fc.Arbitrary<StepDto> = fc.constantFrom<StepDto>(
      { kind: 'add-version' },
      { kind: 'weight', weight: 20 },
      { kind: 'mirror', percent: 0 },
      { kind: 'mirror', percent: 50 },
      { kind: 'match', name: 'm', when: [] },
      { kind: 'match', name: 'm', when },
      { kind: 'bake', seconds: 5, minRequests: 0 },
      { kind: 'analysis', timeoutSeconds: 5, minRequests: 0 },
      { kind: 'approval', count: 1, expiresSeconds: 60 },
    )
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const covered = stagesOf(steps, 'v2').flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, offset) => first + offset),
        )
        expect(covered).toEqual(steps.map((_, index) => index))
      }),
    )
  })
  it('leave no step out, whatever the order', () => {
    const steps = [
      { kind: 'approval', count: 1, expiresSeconds: 60 },
      { kind: 'scale', version: 'v2', replicas: 3 },
      { kind: 'mirror', percent: 0 },
      { kind: 'bake', seconds: 60, minRequests: 0 },
    ] as const
    const stages = stagesOf(steps, 'v2')
    expect(stages.map(({ title }) => title)).toEqual(['Approval', 'Scale v2 to 3', 'Mirror off'])
    expect(stages.flatMap(({ first, last }) => [first, last])).toEqual([0, 0, 1, 1, 2, 3])
  })
})

describe('placedStages', () => {
  it('places a running release', () => {
    expect(states({})).toEqual(['Add v2 done', '50 % current', '100 % ahead'])
  })
  it('has done nothing of a draft and all of a promoted release', () => {
    expect(states({ state: 'draft' })).toEqual(['Add v2 ahead', '50 % ahead', '100 % ahead'])
    expect(states({ state: 'promoted', step: { index: 4, of: 4, kind: 'done' } })).toEqual([
      'Add v2 done',
      '50 % done',
      '100 % done',
    ])
  })
  it('says where an abort stopped it', () => {
    expect(states({ state: 'aborted' })).toEqual(['Add v2 done', '50 % stopped', '100 % ahead'])
  })
  it('keeps the last stage in hand past the end of the plan', () => {
    expect(states({ state: 'promoting', step: { index: 4, of: 4, kind: 'done' } })).toEqual([
      'Add v2 done',
      '50 % done',
      '100 % current',
    ])
  })
})

describe('stageCount', () => {
  it('counts from one and knows the next', () => {
    expect(stageCount(placedStages(releaseDto()))).toMatchObject({
      at: 2,
      of: 3,
      stage: { title: '50 %' },
      next: { title: '100 %' },
    })
  })
  it('counts nothing before the start', () => {
    expect(stageCount(placedStages(releaseDto({ state: 'draft' })))).toBeUndefined()
  })
})
