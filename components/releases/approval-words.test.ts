import { describe, expect, it } from 'vitest'
import type { ApprovalDto } from '@/lib/contracts/releases'
import { approvalWanted, ownRelease } from './approval-words'
import { releaseDto } from './release.fixture'

const word = (change: Partial<ApprovalDto> = {}): ApprovalDto => ({
  id: 'a',
  decision: 'approve',
  who: 'Ada',
  planHash: 'hash',
  attempt: 1,
  at: '2026-01-01T12:00:00Z',
  expiresAt: '2026-01-02T12:00:00Z',
  standing: 'open',
  ...change,
})

describe('approvalWanted', () => {
  it('counts only open approvals of this attempt, for the start', () => {
    const approvals = [
      word(),
      word({ standing: 'expired' }),
      word({ attempt: 2 }),
      word({ decision: 'reject' }),
    ]
    const plan = { ...releaseDto().plan, approvals: { count: 2, expiresSeconds: 3600 } }
    expect(
      approvalWanted(
        releaseDto({
          state: 'awaiting-approval',
          plan,
          approvals,
          step: { index: 0, of: 4, kind: 'weight' },
        }),
      ),
    ).toEqual({ count: 2, given: 1, expiresSeconds: 3600, before: 'before it may start' })
  })
  it('counts those of the step in hand', () => {
    const plan = {
      ...releaseDto().plan,
      steps: [{ kind: 'approval', count: 1, expiresSeconds: 60 } as const],
    }
    const step = { index: 0, of: 1, kind: 'approval' }
    expect(approvalWanted(releaseDto({ plan, step, approvals: [word(), word({ step: 0 })] }))).toMatchObject({
      count: 1,
      given: 1,
      before: 'before it may go to 100 %',
    })
  })
  it('is none during a bake', () => {
    expect(approvalWanted(releaseDto())).toBeUndefined()
  })
})

describe('ownRelease', () => {
  const people = [{ what: 'Started', who: 'Rita', at: '2026-01-01T12:00:00Z' }]
  it('knows who made or started it', () => {
    expect(ownRelease({ people }, 'Rita')).toContain('somebody else')
    expect(ownRelease({ people }, 'Ada')).toBeUndefined()
    expect(ownRelease({ people: [{ what: 'Paused', who: 'Rita', at: '' }] }, 'Rita')).toBeUndefined()
    expect(ownRelease({ people }, undefined)).toBeUndefined()
  })
})
