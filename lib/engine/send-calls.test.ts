import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sampleRelease } from '@/e2e/support/sample-records'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import { startReleaseStage, type ReleaseStage } from '@/lib/services/releases/release-stage.fixture'
import { retryCall } from '@/lib/services/calls/retry-call'
import { transition } from '@/lib/services/releases/transition'
import { sendCalls, sendDue } from './send-calls'

let stage: ReleaseStage
beforeAll(async () => {
  stage = await startReleaseStage()
}, 60_000)
beforeEach(() => {
  stage.sent = []
  stage.answer = () => ({ status: 200 })
  stage.targets = ['chat', 'pager'].map((name) => ({
    name,
    scope: { cluster: '*', namespace: '*', service: '*' },
  }))
})
afterAll(() => stage.stop())

const engine = () => stage.ctx('engine', 'admin')
const put = async (change: Partial<ReleaseRecord> = {}) => {
  const id = randomUUID()
  const release = sampleRelease({ id, service: { cluster: 'prod', namespace: 'shop', name: id }, ...change })
  await stage.stores.store.releases.insert(release)
  return release
}
const hold = (release: ReleaseRecord) =>
  transition(
    engine(),
    release,
    { state: 'holding', holdCause: 'metrics', waitingFor: 'metrics' },
    { action: 'hold', words: 'Metrics are gone.' },
  )
const callsOf = async ({ id }: ReleaseRecord) =>
  (await stage.stores.store.calls.list({ release: id, limit: 9 })).items

describe('calls', () => {
  it('are enqueued with their cause, for the targets that want them', async () => {
    stage.targets = [
      ...stage.targets,
      { name: 'bank', scope: { cluster: '*', namespace: 'bank', service: '*' } },
      { name: 'ends', events: ['promoted'], scope: { cluster: '*', namespace: '*', service: '*' } },
    ]
    const release = await put()
    const after = await hold(release)
    const calls = await callsOf(release)
    expect(calls.map(({ target }) => target).sort()).toEqual(['chat', 'pager'])
    expect(calls[0]).toMatchObject({
      event: 'holding',
      state: 'waiting',
      attempts: [],
      createdAt: after.stateSince,
    })
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
      event: 'holding',
      release: { id: release.id, url: `https://aviary.example/releases/${release.id}` },
      words: 'Metrics are gone.',
    })
  })

  it('are not enqueued when the change was not made', async () => {
    const release = await put({ version: 2 })
    await expect(hold({ ...release, version: 1 })).rejects.toMatchObject({ code: 'conflict' })
    expect(await callsOf(release)).toEqual([])
  })

  it('are sent once, and a target that fails holds up no other', async () => {
    stage.answer = ({ target }) => (target === 'chat' ? { error: 'No answer within 10 s.' } : { status: 204 })
    const release = await put()
    await hold(release)
    await sendDue(engine())
    await sendDue(engine())
    const mine = stage.sent.filter(({ call }) => call.release === release.id)
    expect(mine.map(({ call }) => call.target).sort()).toEqual(['chat', 'pager'])
    const calls = await callsOf(release)
    const chat = calls.find(({ target }) => target === 'chat')
    expect(calls.find(({ target }) => target === 'pager')).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 204 }],
    })
    expect(chat).toMatchObject({ state: 'waiting', attempts: [{ error: 'No answer within 10 s.' }] })
    expect(Date.parse(chat?.nextAt ?? '') - Date.parse(chat?.attempts[0]?.at ?? '')).toBe(5000)
  })

  it('are sent again at once when an administrator says so, and nobody else', async () => {
    stage.answer = () => ({ status: 500 })
    const release = await put()
    await hold(release)
    await sendDue(engine())
    const [call] = await callsOf(release)
    const id = call?.id ?? ''
    await expect(retryCall(stage.ctx('max', 'release-manager'), { id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(retryCall(stage.ctx('max', 'admin', 'bank'), { id })).rejects.toMatchObject({
      code: 'not-found',
    })
    await retryCall(stage.ctx('ada', 'admin'), { id })
    stage.answer = () => ({ status: 200 })
    await sendDue(engine())
    expect(await stage.stores.store.calls.get(id)).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 500 }, { status: 200 }],
    })
    await expect(retryCall(stage.ctx('ada', 'admin'), { id })).rejects.toMatchObject({ code: 'wrong-state' })
    const { items } = await stage.stores.store.audit.list({ action: 'call.retry', limit: 9 })
    expect(items).toMatchObject([{ actor: { subject: 'ada' }, release: release.id }])
  })

  it('are sent by one pass at a time, which no tick waits for', async () => {
    const release = await put()
    await hold(release)
    const warnings: unknown[] = []
    const sending = sendCalls({ log: { warn: (detail: object) => void warnings.push(detail) } })
    for (let tick = 0; tick < 5; tick += 1) sending.tick(engine())
    expect(stage.sent).toEqual([])
    await sending.stop()
    expect(stage.sent.filter(({ call }) => call.release === release.id)).toHaveLength(2)
    expect(warnings).toEqual([])
  })
})
