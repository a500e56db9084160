import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CallDto } from '@/lib/contracts/calls'
import type { ProblemDto } from '@/lib/contracts/common'
import type { CallReceiver } from '../support/call-receiver'
import { startCallReceiver } from '../support/call-receiver'
import type { Draft } from '../support/drafts'
import { makeDraft, webAlone } from '../support/drafts'
import type { Playground } from '../support/playground'
import type { Subject } from '../support/service'
import { appUrl, call, kubectlWeights, until } from '../support/target'

const timeout = 180_000
const steps = [
  { kind: 'weight', weight: 20 },
  { kind: 'bake', for: '1h' },
  { kind: 'weight', weight: 100 },
]

describe('outgoing webhooks', () => {
  let receiver: CallReceiver
  let place: Playground
  let web: Subject
  let draft: Draft

  beforeAll(async () => {
    receiver = await startCallReceiver()
    ;({ place, web } = await webAlone('calls'))
  })
  afterEach(() => draft.end())
  afterAll(async () => {
    await receiver.stop()
    await place.remove()
  })

  const logged = async () =>
    (await call<{ items: CallDto[] }>('viewer', 'GET', `/calls?release=${draft.id}`)).body.items

  it('tell of a wait for approval, signed, and the log shows what came of it', { timeout }, async () => {
    draft = await makeDraft('release-manager', web, { steps, approvals: { count: 1 } })
    expect((await draft.verb('release-manager', 'start')).body.state).toBe('awaiting-approval')
    const { body, delivery } = await receiver.untilCalled(draft.id, 'approval-waiting')
    expect(body).toMatchObject({
      state: 'awaiting-approval',
      from: 'v1',
      to: 'v2',
      service: web.ref,
      release: { id: draft.id, url: `${appUrl()}/releases/${draft.id}` },
    })
    expect(body.text).toContain(`${place.namespace}/web`)
    const calls = await until('the delivery in the log', logged, (items) => items[0]?.state === 'delivered')
    expect(calls).toMatchObject([{ id: delivery, target: 'listener', attempts: [{ status: 200 }] }])
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual(body)
    expect(receiver.forged()).toBe(0)
  })

  it('tell of a change around Aviary, again until it is heard', { timeout }, async () => {
    draft = await makeDraft('release-manager', web, { steps })
    await draft.verb('release-manager', 'start')
    await web.untilWeights({ v1: 80, v2: 20 })
    await draft.untilState('running', ({ step }) => step.kind === 'bake')
    receiver.answerWith(503)
    await kubectlWeights(place.namespace, 'web', [70, 30])
    await receiver.untilCalled(draft.id, 'drift')
    const [waiting] = await until('the failed try', logged, (items) => (items[0]?.attempts.length ?? 0) > 0)
    expect(waiting).toMatchObject({ event: 'drift', state: 'waiting', attempts: [{ status: 503 }] })
    expect(waiting?.nextAt).toBeDefined()
    receiver.answerWith(200)
    const again = `/calls/${waiting?.id ?? ''}/retry`
    const refused = await call<ProblemDto>('release-manager', 'POST', again)
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    await call('admin', 'POST', again, { reason: 'it is up again' })
    const [delivered] = await until('the delivery', logged, (items) => items[0]?.state === 'delivered')
    expect(delivered?.attempts.at(-1)).toMatchObject({ status: 200 })
    const heard = receiver.about(draft.id)
    expect(new Set(heard.map(({ delivery }) => delivery))).toEqual(new Set([waiting?.id]))
    expect((await call<ProblemDto>('admin', 'POST', again)).body.code).toBe('wrong-state')
  })
})
