import { describe, expect, it } from 'vitest'
import type { WaitingDto } from '@/lib/contracts/calls'
import { handCommand, holdKind, holdWords } from './hold-words'
import { releaseDto } from './release.fixture'

const waiting = (change: Partial<WaitingDto>): WaitingDto => ({
  kind: 'drift',
  words: '',
  since: '2026-01-01T12:00:00Z',
  service: releaseDto().service,
  release: 'r1',
  href: '/releases/r1',
  allowed: [],
  ...change,
})

describe('holdKind', () => {
  it('believes the queue first, and only its own entry', () => {
    const verdict = { state: 'inconclusive', words: '' } as const
    expect(holdKind(releaseDto({ verdict }), [waiting({ release: 'r2' }), waiting({})])).toBe('drift')
    expect(holdKind(releaseDto({ verdict }), [waiting({ release: 'r2' })])).toBe('inconclusive')
  })
  it('falls back on the verdict, or on nothing', () => {
    expect(holdKind(releaseDto({ verdict: { state: 'error', words: '' } }), undefined)).toBe('metrics-gone')
    expect(holdKind(releaseDto(), undefined)).toBeUndefined()
  })
})

describe('holdWords', () => {
  it('says what each way out does', () => {
    const { cause, todo } = holdWords(releaseDto({ waitingFor: 'Too few requests.' }), 'inconclusive')
    expect(cause).toBe('Too few requests.')
    expect(todo.join(' ')).toContain('go to 100 %')
    expect(todo.join(' ')).toContain('v1 all the traffic')
  })
  it('never calls missing metrics a pass', () => {
    expect(holdWords(releaseDto(), 'metrics-gone').todo[0]).toContain('never a pass')
  })
})

describe('handCommand', () => {
  const log = (words: string) => [{ at: '2026-01-01T12:00:00Z', kind: 'abort', words }]
  it('takes the newest command of the log', () => {
    const entries = [
      ...log('By hand: kubectl old'),
      ...log('It failed; `kubectl patch vs checkout -n shop`.'),
    ]
    expect(handCommand(releaseDto({ log: entries }))).toBe('kubectl patch vs checkout -n shop')
  })
  it('is none where nobody left one', () => {
    expect(handCommand(releaseDto())).toBeUndefined()
    expect(handCommand(releaseDto({ log: log('changed by kubectl-edit') }))).toBeUndefined()
  })
})
