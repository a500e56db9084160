import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { AppProcess } from '../../scripts/lib/stack.mjs'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Running } from '../support/release'
import { startRelease } from '../support/release'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { call, until } from '../support/target'
import type { FaultStack } from './stack'
import { startFaultStack } from './stack'

/** The lease lasts 15 s, and the other replica looks every second. */
const takeoverSeconds = 20
const versions = { from: 'v1', to: 'v2' }
const weights = [20, 40, 60, 80, 100]

interface Replica {
  url: string
  app: AppProcess
}

describe('two replicas on one database and cluster', () => {
  let stack: FaultStack
  let replicas: Replica[]
  let place: Playground
  let web: Subject

  beforeAll(async () => {
    stack = await startFaultStack()
    replicas = [{ url: stack.url, app: stack.app }, await stack.another()]
    place = await playground('replicas')
    await place.runs('web', { v1: {}, v2: {} }, 400)
    const route = split('web', { v1: 100, v2: 0 })
    await place.apply(routeManifest(place.namespace, 'web', [{ name: 'main', route }]))
    web = await place.sees('web')
  }, 300_000)

  afterAll(async () => {
    await place.remove()
    await stack.stop()
  })

  const leaderRow = async (): Promise<{ holder: string; epoch: number }> => {
    const client = new pg.Client({ connectionString: stack.ownerUrl })
    await client.connect()
    try {
      const { rows } = await client.query<{ holder: string; epoch: number }>(
        'SELECT holder, epoch::int AS epoch FROM leader WHERE expires_at > now()',
      )
      return rows[0] ?? { holder: '', epoch: 0 }
    } finally {
      await client.end()
    }
  }
  /** The replica that leads and the other one. */
  const roles = async (): Promise<{ leader: Replica; other: Replica }> => {
    const leads = (holder: string, { app }: Replica) => holder.includes(`-${app.pid}-`)
    // A process that was killed before holds its lease for a while.
    const { holder } = await until('a leader', leaderRow, (row) =>
      replicas.some((each) => leads(row.holder, each)),
    )
    const [leader, other] = [true, false].map((led) => replicas.find((each) => leads(holder, each) === led))
    if (!leader || !other) throw new Error(`${holder} is not one of two replicas`)
    return { leader, other }
  }
  /** From here on the calls of the tests go to this replica. */
  const askOnly = ({ url }: Replica): void => void (process.env['AVIARY_URL'] = url)

  it('answers people’s verbs on both while one of them leads', { timeout: 120_000 }, async () => {
    const { leader, other } = await roles()
    askOnly(other)
    const plan = {
      steps: [
        { kind: 'weight', weight: 20 },
        { kind: 'bake', for: '10m' },
      ],
    }
    const release = await startRelease(web, versions, plan)
    await release.until('20 %', async () => (await release.moves()).includes('weight 20'))
    const said = async (replica: Replica, verb: string, body?: object) => {
      askOnly(replica)
      const reply = await release.verb('release-manager', verb, body)
      expect(reply.status, JSON.stringify(reply.body)).toBe(200)
      return reply.body.state
    }
    expect(await said(other, 'pause')).toBe('paused')
    expect(await said(leader, 'resume')).toBe('running')
    expect(await said(leader, 'pause')).toBe('paused')
    expect(await said(other, 'resume')).toBe('running')
    expect(['aborting', 'aborted']).toContain(await said(other, 'abort', { reason: 'enough' }))
    expect((await release.ended()).state).toBe('aborted')
    for (const replica of replicas) {
      askOnly(replica)
      expect((await release.read()).state).toBe('aborted')
      await web.untilWeights({ v1: 100, v2: 0 })
    }
  })

  const byTwenty = {
    steps: weights.flatMap((weight) => [
      { kind: 'weight', weight },
      ...(weight < 100 ? [{ kind: 'bake', for: '3s' }] : []),
    ]),
  }
  const atWeight = (release: Running, weight: number) =>
    release.until(`${weight} %`, async () => (await release.moves()).at(-1) === `weight ${weight}`)
  const untilLeads = (replica: Replica) =>
    until(
      'leadership of the other replica',
      leaderRow,
      ({ holder }) => holder.includes(`-${replica.app.pid}-`),
      takeoverSeconds,
    )
  /** Every weight was written once, in order, and the cluster accepted what the operations say and no more. */
  const expectNothingRepeated = async (release: Running, acceptedBefore: number) => {
    expect(await release.moves()).toEqual(weights.map((weight) => `weight ${weight}`))
    const claimed = (await release.operations()).flatMap(({ writes }) => writes.map(({ auditId }) => auditId))
    expect(stack.gateway.accepted.slice(acceptedBefore).map(({ auditId }) => auditId)).toEqual(claimed)
    expect((await call('auditor', 'GET', '/audit/verify')).body).toMatchObject({ ok: true })
  }

  it('goes on under the other one when the leader is killed', { timeout: 300_000 }, async () => {
    const { leader, other } = await roles()
    const before = stack.gateway.accepted.length
    const { epoch } = await leaderRow()
    askOnly(other)
    const release = await startRelease(web, versions, byTwenty)
    await atWeight(release, 40)
    await leader.app.kill9()
    const killedAt = Date.now()
    const next = await untilLeads(other)
    say(`the other replica leads ${((Date.now() - killedAt) / 1000).toFixed(1)} s after the kill`)
    expect(next.epoch).toBeGreaterThan(epoch)
    const paused = await call<ReleaseDto>('on-call', 'POST', `/releases/${release.id}/pause`)
    expect([paused.status, paused.body.state], JSON.stringify(paused.body)).toEqual([200, 'paused'])
    await release.verb('release-manager', 'resume')
    const end = await release.ended()
    expect(end.state, JSON.stringify(end.log)).toBe('promoted')
    await expectNothingRepeated(release, before)

    await leader.app.restart()
    askOnly(leader)
    expect((await release.read()).state).toBe('promoted')
    expect(await web.weights()).toEqual({ v1: 0, v2: 100 })
    expect((await roles()).leader.url).toBe(other.url)
  })

  it('lets a leader that was frozen write nothing once it wakes', { timeout: 300_000 }, async () => {
    const { leader, other } = await roles()
    askOnly(other)
    await web.setWeights('release-manager', { v1: 100, v2: 0 })
    await web.untilWeights({ v1: 100, v2: 0 })
    const before = stack.gateway.accepted.length
    const release = await startRelease(web, versions, byTwenty)
    await atWeight(release, 20)
    process.kill(leader.app.pid, 'SIGSTOP')
    try {
      await untilLeads(other)
      await atWeight(release, 60)
    } finally {
      process.kill(leader.app.pid, 'SIGCONT')
    }
    const end = await release.ended()
    expect(end.state, JSON.stringify(end.log)).toBe('promoted')
    await expectNothingRepeated(release, before)
    askOnly(leader)
    await web.untilWeights({ v1: 0, v2: 100 })
    expect((await release.read()).state).toBe('promoted')
  })
})
