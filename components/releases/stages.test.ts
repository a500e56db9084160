import { describe, expect, it } from 'vitest'
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
