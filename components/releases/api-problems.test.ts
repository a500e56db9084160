import { expect, it } from 'vitest'
import { ApiProblem } from '@/lib/queries/api-problem'
import { apiProblems } from './api-problems'

it('puts what the API says at the fields of the form', () => {
  const error = new ApiProblem({
    type: 'about:blank',
    title: '',
    status: 422,
    code: 'invalid',
    detail: '',
    requestId: '',
    fields: [
      { path: 'to', message: 'no such version' },
      { path: 'plan.bake', message: 'too short' },
      { path: 'plan.approvals.expires', message: 'too long' },
      { path: 'plan.checks.1.name', message: 'two are called that' },
      { path: 'plan.steps.3', message: 'weights only grow' },
    ],
  })
  expect(apiProblems(error)).toEqual({
    to: 'no such version',
    bake: 'too short',
    approvalsExpire: 'too long',
    'checks.1.name': 'two are called that',
    plan: 'steps.3: weights only grow',
  })
  expect(apiProblems(new Error('x'))).toEqual({})
})
