import { afterAll, beforeAll, describe } from 'vitest'
import { carriesThrough } from '../support/presets'
import type { Subject } from '../support/service'
import { subjectWith } from '../support/service'

describe('blue-green by the selector of a plain Service (A2)', () => {
  let press: Subject

  beforeAll(async () => {
    press = await subjectWith('kiosk', 'press', 'blue', 'kubernetes')
  })

  carriesThrough(
    () => ({ service: press, namespace: 'kiosk', from: 'blue', to: 'green' }),
    [{ plan: { preset: 'blue-green' }, moves: ['cut-over'], last: 'cut-over' }],
    ['Service/press/spec/selector/version'],
  )
})

describe('a canary by replicas on plain Kubernetes (A2)', () => {
  let ticket: Subject

  beforeAll(async () => {
    ticket = await subjectWith('kiosk', 'ticket', 'v2', 'kubernetes')
    await ticket.setWeights('release-manager', { v1: 10, v2: 0 })
    await ticket.untilWeights({ v1: 10, v2: 0 })
  })

  afterAll(async () => {
    await ticket.setWeights('release-manager', { v1: 8, v2: 2 })
    await ticket.untilWeights({ v1: 8, v2: 2 })
  })

  carriesThrough(
    () => ({ service: ticket, namespace: 'kiosk', from: 'v1', to: 'v2' }),
    [{ plan: { preset: 'replica-canary', step: 50 }, moves: ['weight 5', 'weight 10'], last: 'weight 5' }],
    ['Deployment/ticket-v1/spec/replicas', 'Deployment/ticket-v2/spec/replicas'],
  )
})
