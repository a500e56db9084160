import { describe, expect, it } from 'vitest'
import { ApiProblem } from '@/lib/queries/api-problem'
import { problemWords } from './problem-words'

const problem = (code: string, more: Partial<ApiProblem['problem']> = {}) =>
  new ApiProblem({
    type: 'about:blank',
    title: 'Title',
    status: 409,
    code,
    detail: 'Detail.',
    requestId: 'req',
    ...more,
  })

describe('problemWords', () => {
  it('says the state that came first, and what it allows', () => {
    const words = problemWords(
      problem('wrong-state', { state: 'awaiting-approval', allowed: ['abort', 'promote-full'] }),
      'Pause',
    )
    expect(words.title).toBe('Pause came too late: the release is awaiting approval now')
    expect(words.detail).toContain('Possible now: abort, promote full.')
    expect(words.surpassed).toBe(true)
  })
  it('says that somebody was faster', () => {
    expect(problemWords(problem('conflict'), 'Promote')).toMatchObject({
      title: 'Promote was not done: somebody was faster',
      surpassed: true,
    })
  })
  it('keeps the command of a refused abort', () => {
    const words = problemWords(
      problem('audit-unavailable', { status: 503, kubectl: 'kubectl patch' }),
      'Abort',
    )
    expect(words).toMatchObject({
      title: 'Abort was not done: the audit log cannot be written',
      kubectl: 'kubectl patch',
      surpassed: false,
    })
  })
  it('has words for what is no problem of the API', () => {
    expect(problemWords(new Error('odd'), 'Start')).toMatchObject({ detail: 'odd', surpassed: false })
  })
})
