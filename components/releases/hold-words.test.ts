import { describe, expect, it } from 'vitest'
import { ReleaseDto } from '@/lib/contracts/releases'
import { handCommand, holdWords } from './hold-words'
import { releaseDto } from './release.fixture'

describe('holdWords', () => {
  it('says the cause as it is, and what each way out does', () => {
    const holding = releaseDto({ waitingFor: 'Too few requests.', holdCause: 'inconclusive' })
    const { cause, todo } = holdWords(holding)
    expect(cause).toBe('Too few requests.')
    expect(todo.join(' ')).toContain('go to 100 %')
    expect(todo.join(' ')).toContain('v1 all the traffic')
  })
  it('has something to do for every cause', () => {
    for (const holdCause of ReleaseDto.shape.holdCause.unwrap().options)
      expect(holdWords(releaseDto({ holdCause })).todo.join(' ')).toContain('Abort')
  })
  it('never calls missing metrics a pass', () => {
    expect(holdWords(releaseDto({ holdCause: 'metrics' })).todo[0]).toContain('never a pass')
  })
})

describe('handCommand', () => {
  const log = (words: string) => [{ at: '2026-01-01T12:00:00Z', kind: 'failed', words }]
  it('takes the newest commands of the log, all their lines', () => {
    const entries = [
      ...log('x. By hand: kubectl old'),
      ...log('It failed. By hand: kubectl patch a\nkubectl patch b'),
    ]
    expect(handCommand(releaseDto({ log: entries }))).toBe('kubectl patch a\nkubectl patch b')
  })
  it('is none where nobody left one, or only an instruction', () => {
    expect(handCommand(releaseDto())).toBeUndefined()
    expect(
      handCommand(releaseDto({ log: log('By hand: give v1 all with kubectl edit -n shop.') })),
    ).toBeUndefined()
  })
})
