import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TokenDto } from '@/lib/contracts/access'
import type { ProblemDto } from '@/lib/contracts/common'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import type { Agent } from '../support/agent'
import { changesBetween, onRealControlPlane, snapshot } from '../support/cluster'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { subjectWith } from '../support/service'
import { callAs, signIn, signOut } from '../support/session'
import { call, clusterName } from '../support/target'

const namespace = 'bazaar'
const start = { v1: 90, v2: 10 }

describe('the pipeline stage of a Traefik canary (A5 v)', () => {
  let agent: Agent
  let token: TokenDto & { secret: string }
  let stall: Subject

  beforeAll(async () => {
    stall = await subjectWith(namespace, 'stall', 'v2', 'traefik')
    await stall.untilWeights(start)
    agent = await signIn('release-manager')
    const made = await callAs<TokenDto & { secret: string }>(agent, 'POST', '/tokens', {
      name: 'e2e pipeline',
      role: 'release-manager',
      expires: new Date(Date.now() + 3_600_000).toISOString(),
      scope: { cluster: stall.ref.cluster, namespace, service: 'stall' },
    })
    expect(made.status).toBe(201)
    token = made.body
  })

  afterAll(async () => {
    await callAs(agent, 'DELETE', `/tokens/${token.id}`)
    await signOut(agent)
    await stall.setWeights('release-manager', start)
  })

  const ask = <T>(method: string, path: string, body?: unknown) =>
    call<T>(null, method, path, body, { authorization: `Bearer ${token.secret}` })

  it(
    'starts the release by a token of its own, waits for the end, and can take it back',
    { timeout: 300_000 },
    async () => {
      const before = await snapshot(namespace)
      const minRequests = onRealControlPlane() ? 0 : 100
      if (minRequests === 0) say('nobody asks this real Traefik for stall, so the plan asks for no requests')
      const created = await ask<ReleaseDto>('POST', '/releases', {
        service: stall.ref,
        from: 'v1',
        to: 'v2',
        reason: 'build 1234',
        plan: {
          steps: [
            { kind: 'weight', weight: 50 },
            { kind: 'bake', for: '5s', minRequests },
            { kind: 'weight', weight: 100 },
          ],
        },
      })
      expect([created.status, created.body.state], JSON.stringify(created.body)).toEqual([201, 'draft'])
      const at = `/releases/${created.body.id}`
      const began = Date.now()
      expect((await ask<ReleaseDto>('POST', `${at}/start`)).body.state).toBe('running')

      let release = (await ask<ReleaseDto>('GET', at)).body
      let asked = 0
      while (!['promoted', 'aborted', 'failed', 'undone'].includes(release.state)) {
        release = (await ask<ReleaseDto>('GET', `${at}?wait=60s&until=ended`)).body
        asked += 1
        expect(asked, `${release.state}: ${release.waitingFor ?? ''}`).toBeLessThan(5)
      }
      say(`the pipeline got "${release.state}" after ${((Date.now() - began) / 1000).toFixed(0)} s`)
      expect([release.state, asked], JSON.stringify(release.log)).toEqual(['promoted', 1])
      await stall.untilWeights({ v1: 0, v2: 100 })

      const undone = await ask<ReleaseDto>('POST', `${at}/undo`)
      expect([undone.status, undone.body.state], JSON.stringify(undone.body)).toEqual([200, 'undone'])
      await stall.untilWeights(start)
      expect(changesBetween(before, await snapshot(namespace))).toEqual([])
    },
  )

  it('reaches no other service with that token', async () => {
    const refused = await ask<ProblemDto>('POST', '/releases', {
      service: { ...stall.ref, name: 'scroll' },
      from: 'v1',
      to: 'v2',
      plan: { preset: 'linear' },
    })
    expect([403, 404]).toContain(refused.status)
  })
})

describe('an HPA owns the replicas (A5 vi)', () => {
  const scale = async (place: string, name: string, version: string, replicas: number) =>
    call<ProblemDto>('release-manager', 'POST', `/services/${await clusterName()}/${place}/${name}/scale`, {
      version,
      replicas,
    })

  it('says so where somebody scales a version of a Traefik route, with the command that pins it', async () => {
    const before = await snapshot(namespace)
    const refused = await scale(namespace, 'oven', 'v1', 4)
    expect([refused.status, refused.body.code], JSON.stringify(refused.body)).toEqual([422, 'blocked'])
    expect(refused.body.kubectl).toBe(
      `kubectl patch hpa oven -n bazaar --type=merge -p '{"spec":{"minReplicas":4,"maxReplicas":4}}'`,
    )
    expect(changesBetween(before, await snapshot(namespace))).toEqual([])
  })

  it('says so before a split by pods is moved', async () => {
    const snack = await subjectWith('kiosk', 'snack', 'v2', 'kubernetes')
    const { body } = await call<ServiceDetailDto>('viewer', 'GET', snack.path)
    expect(body.findings.map(({ code }) => code)).toContain('hpa-fights-split')
    expect(body.routes[0]?.badges?.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['autoscaler', 'disruption-budget']),
    )
    const refused = await snack.setWeights('release-manager', { v1: 3, v2: 2 })
    const problem = refused.body as unknown as ProblemDto
    expect([refused.status, problem.code], JSON.stringify(problem)).toEqual([422, 'blocked'])
    expect(problem.detail).toMatch(/HorizontalPodAutoscaler snack-v1/)
    expect(problem.kubectl).toMatch(/^kubectl patch hpa snack-v1 -n kiosk /)
  })
})
