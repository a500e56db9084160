import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { GraphDto } from '@/lib/contracts/topology'
import type { Live } from '../support/cluster'
import { changes, live } from '../support/cluster'
import type { Subject } from '../support/service'
import { subject } from '../support/service'
import { call, until } from '../support/target'

const before = { v1: 90, v2: 10 }

describe('Gateway in istio-system, VirtualService and DestinationRule with the app (A6)', () => {
  let frontend: Subject
  let written: Live

  beforeAll(async () => {
    frontend = await subject('shop', 'frontend')
    await frontend.untilWeights(before)
    written = await live('virtualservice', 'shop', 'frontend')
  })

  afterAll(async () => {
    await frontend.setWeights('release-manager', before)
  })

  it('shows the gateway of the route and the subsets behind its destinations', async () => {
    const { routes } = await frontend.detail()
    expect(routes).toHaveLength(1)
    expect(routes[0]).toMatchObject({
      kind: 'VirtualService',
      namespace: 'shop',
      gateways: ['istio-system/shop-gateway', 'mesh'],
      hosts: ['shop.example.com', 'frontend'],
    })
    expect(routes[0]?.rules[0]?.destinations).toMatchObject([
      { key: 'v1', subset: 'v1', version: 'v1', percent: 90 },
      { key: 'v2', subset: 'v2', version: 'v2', percent: 10 },
    ])
  })

  it('draws the ingress gateway as a node that calls the service, with the desired share on its split', async () => {
    const graph = await until(
      'the gateway calling frontend',
      async () => (await call<GraphDto>('viewer', 'GET', '/topology?namespaces=istio-system,shop')).body,
      ({ nodes, edges }) => {
        const gateway = nodes.find(({ kind }) => kind === 'gateway')
        const service = nodes.find(({ kind, name }) => kind === 'service' && name === 'frontend')
        return edges.some(({ from, to, rate }) => from === gateway?.id && to === service?.id && rate > 0)
      },
    )
    const gateway = graph.nodes.find(({ kind }) => kind === 'gateway')
    expect(gateway).toMatchObject({ namespace: 'istio-system', name: 'istio-ingressgateway' })
    const v2 = graph.nodes.find(({ app, version }) => app === 'frontend' && version === 'v2')
    expect(graph.edges.find(({ to }) => to === v2?.id)).toMatchObject({ desiredShare: 10 })
  })

  it(
    'promotes to 100 % after the test, verified, and undoes the release to the split before',
    { timeout: 240_000 },
    async () => {
      await frontend.untilVerified(before)
      const created = await call<ReleaseDto>('release-manager', 'POST', '/releases', {
        service: frontend.ref,
        from: 'v1',
        to: 'v2',
        plan: {
          steps: [
            { kind: 'weight', weight: 10 },
            { kind: 'bake', for: '30m' },
          ],
        },
      })
      expect([created.status, created.body.state]).toEqual([201, 'draft'])
      const at = `/releases/${created.body.id}`
      const state = async () => (await call<ReleaseDto>('viewer', 'GET', at)).body
      const started = await call('release-manager', 'POST', `${at}/start`)
      expect(started.status, JSON.stringify(started.body)).toBe(200)
      await until('the bake', state, ({ step }) => step.kind === 'bake')

      expect((await call('release-manager', 'POST', `${at}/promote`)).status).toBe(200)
      await until('promoted', state, (release) => release.state === 'promoted')
      await frontend.untilVerified({ v1: 0, v2: 100 })
      expect(changes(written, await live('virtualservice', 'shop', 'frontend'))).toEqual([
        '/spec/http/0/route/0/weight',
        '/spec/http/0/route/1/weight',
      ])

      const undone = await call<ReleaseDto>('release-manager', 'POST', `${at}/undo`)
      expect([undone.status, undone.body.state]).toEqual([200, 'undone'])
      await frontend.untilVerified(before)
      expect(changes(written, await live('virtualservice', 'shop', 'frontend'))).toEqual([])
    },
  )
})
