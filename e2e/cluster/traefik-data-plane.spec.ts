import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kubectl, until } from '../support/target'
import type { RequestShape, Tally } from './http-load'
import {
  SERVICE_PORT,
  gatewayClassManifest,
  gatewayManifest,
  httpRouteManifest,
  ingressRouteManifest,
  mirroringManifest,
  weightedManifest,
} from './traefik-manifests'
import type { TraefikStage } from './traefik-stage'
import { startTraefikStage } from './traefik-stage'

const web: RequestShape = { host: 'web.example' }
const RPS = 300
const WINDOW_SECONDS = 10
// Scrapes come every second, so the newest sample may be one old.
const FULL_WINDOW = RPS * (WINDOW_SECONDS + 2)
const say = (line: string) => process.stdout.write(`  ${line}\n`)

/** The stage itself, without Aviary: what a route on the real API server says is what real requests get. */
describe('the real Traefik', () => {
  let stage: TraefikStage

  beforeAll(async () => {
    stage = await startTraefikStage('traefik')
    await stage.runs('web', { v1: { replicas: 2 }, v2: { replicas: 1 } })
    await stage.apply(
      weightedManifest(stage.namespace, 'web', [
        { name: 'web-v1', weight: 90 },
        { name: 'web-v2', weight: 10 },
      ]),
      ingressRouteManifest(stage.namespace, 'web', [
        { match: 'Host(`web.example`)', services: [{ name: 'web', kind: 'TraefikService' }] },
      ]),
    )
    await stage.serves(web)
  })

  afterAll(() => stage.remove())

  const moveTo = async (v1: number, v2: number) => {
    await stage.patch('traefikservice', 'web', [
      { op: 'replace', path: '/spec/weighted/services/0/weight', value: v1 },
      { op: 'replace', path: '/spec/weighted/services/1/weight', value: v2 },
    ])
    await stage.settled('web', { 'web-v1': v1, 'web-v2': v2 })
  }

  /** The share of v2 over a window that holds nothing but this load's requests. */
  const observedShare = async () => {
    const load = stage.load(web, RPS)
    await until(
      'a full window',
      () => Promise.resolve(load.tally().total),
      (total) => total >= FULL_WINDOW,
    )
    const seen = await stage.observed(['web-v1', 'web-v2'], WINDOW_SECONDS)
    await load.stop()
    expect(load.tally().failures).toEqual({})
    return seen.get('web-v2')?.share ?? 0
  }

  it.each([
    [90, 10],
    [50, 50],
  ])('gives real requests the split %i/%i, as its clients and Prometheus count it', async (v1, v2) => {
    await moveTo(v1, v2)
    const tally = await stage.send(web, 2000)
    expect(tally).toEqual({ total: 2000, versions: { v1: v1 * 20, v2: v2 * 20 }, failures: {} })

    const share = await observedShare()
    say(
      `asked ${v1}/${v2}; counted by clients ${counted(tally)}; ` +
        `seen by Prometheus ${percent(1 - share)}/${percent(share)} %`,
    )
    expect(Math.abs(share - v2 / 100)).toBeLessThan(0.005)
  })

  it('fails only the share of a canary that has no pods, and gives it back when they return', async () => {
    await moveTo(90, 10)
    await stage.scale('web', 'v2', 0)
    const empty = await until(
      'failures',
      () => stage.send(web, 100),
      ({ failures }) => failures['503'] === 10,
    )
    expect(empty.versions).toEqual({ v1: 90 })
    await stage.scale('web', 'v2', 2)
    await until(
      'no failures',
      () => stage.send(web, 100),
      ({ versions }) => versions['v2'] === 10,
    )
  })

  it('reaches pods whose names the EndpointSlices tell', async () => {
    const slice = await stage.live('endpointslice', 'web-v1')
    const [pods, addressType] = [podsOf(slice), (slice as unknown as { addressType: string }).addressType]
    expect(addressType).toBe('FQDN')
    expect(pods).toEqual([expect.stringMatching(/^web-v1-/), expect.stringMatching(/^web-v1-/)])
  })

  it('counts errors and slowness of one version as its own', async () => {
    await moveTo(50, 50)
    stage.behave('web', 'v2', { errorRate: 0.3 })
    const { versions, failures } = await stage.send(web, 1000)
    expect({ versions, failures }).toEqual({ versions: { v1: 500, v2: 500 }, failures: { 500: 150 } })
    stage.behave('web', 'v2', {})
  })

  it('reaches a service outside the cluster by ExternalName, at its own weight', async () => {
    const port = await stage.external('legacy')
    await stage.apply(
      weightedManifest(stage.namespace, 'three', [
        { name: 'web-v1', weight: 5 },
        { name: 'web-v2', weight: 5 },
        { name: 'legacy', weight: 1, port },
      ]),
      ingressRouteManifest(stage.namespace, 'three', [
        { match: 'Host(`three.example`)', services: [{ name: 'three', kind: 'TraefikService' }] },
      ]),
    )
    await stage.serves({ host: 'three.example' })
    const { versions } = await stage.send({ host: 'three.example' }, 1100)
    expect(versions).toEqual({ v1: 500, v2: 500, external: 100 })
  })

  it('pins by a cookie, since the longer rule goes first', async () => {
    const canary = { name: 'web-v2', port: SERVICE_PORT }
    await stage.apply(
      ingressRouteManifest(stage.namespace, 'pinned', [
        { match: 'Host(`pinned.example`)', services: [{ name: 'web-v1', port: SERVICE_PORT }] },
        {
          match: 'Host(`pinned.example`) && HeaderRegexp(`Cookie`, `(^|;\\s*)tester=yes(;|$)`)',
          services: [canary],
        },
      ]),
    )
    await stage.serves({ host: 'pinned.example' })
    const anybody = await stage.send({ host: 'pinned.example', cookies: { theme: 'dark' } }, 100)
    const tester = await stage.send(
      { host: 'pinned.example', cookies: { theme: 'dark', tester: 'yes' } },
      100,
    )
    expect([anybody.versions, tester.versions]).toEqual([{ v1: 100 }, { v2: 100 }])
  })

  it('mirrors a percentage, of which clients see nothing', async () => {
    await stage.apply(
      mirroringManifest(stage.namespace, 'copied', 'web-v1', { name: 'web-v2', percent: 20 }),
      ingressRouteManifest(stage.namespace, 'copied', [
        { match: 'Host(`copied.example`)', services: [{ name: 'copied', kind: 'TraefikService' }] },
      ]),
    )
    // The request that finds the route ready is the first of the thousand.
    const before = stage.received('web', 'v2')
    await stage.serves({ host: 'copied.example' })
    const { versions } = await stage.send({ host: 'copied.example' }, 999)
    expect(versions).toEqual({ v1: 999 })
    const copies = () => Promise.resolve(stage.received('web', 'v2') - before)
    await until('the copies', copies, (received) => received === 200)
  })

  it('keeps browsers at the version of their sticky cookie', async () => {
    await stage.apply(
      weightedManifest(
        stage.namespace,
        'sticky',
        [
          { name: 'web-v1', weight: 50 },
          { name: 'web-v2', weight: 50 },
        ],
        { sticky: { cookie: { name: 'lane' } } },
      ),
      ingressRouteManifest(stage.namespace, 'sticky', [
        { match: 'Host(`sticky.example`)', services: [{ name: 'sticky', kind: 'TraefikService' }] },
      ]),
    )
    await stage.serves({ host: 'sticky.example' })
    const visits = await Promise.all(
      Array.from({ length: 6 }, () => stage.send({ host: 'sticky.example', browsers: 1 }, 100)),
    )
    // Traefik takes turns among browsers without a cookie, and each stays where it came first.
    expect(visits.map(({ versions }) => Object.values(versions))).toEqual(visits.map(() => [100]))
    expect(new Set(visits.flatMap(({ versions }) => Object.keys(versions)))).toEqual(new Set(['v1', 'v2']))
  })

  it('splits an HTTPRoute by the same means, and tells what its GatewayClass cannot do', async () => {
    await stage.apply(
      gatewayClassManifest(),
      gatewayManifest(stage.namespace, 'entry', stage.entryPort),
      httpRouteManifest(stage.namespace, 'web', {
        gateway: 'entry',
        host: 'gateway.example',
        backends: [
          { name: 'web-v1', weight: 3 },
          { name: 'web-v2', weight: 1 },
        ],
      }),
    )
    await stage.serves({ host: 'gateway.example' })
    const { versions } = await stage.send({ host: 'gateway.example' }, 400)
    expect(versions).toEqual({ v1: 300, v2: 100 })
    const { status } = JSON.parse(await kubectl('get', 'gatewayclass', 'traefik', '-o', 'json')) as {
      status: { supportedFeatures: { name: string }[] }
    }
    const features = status.supportedFeatures.map(({ name }) => name)
    expect(features).toContain('HTTPRoute')
    expect(features).not.toContain('HTTPRouteRequestMirror')
  })
})

function counted({ versions }: Tally): string {
  return `${versions['v1'] ?? 0}/${versions['v2'] ?? 0}`
}

function percent(share: number): string {
  return (share * 100).toFixed(1)
}

function podsOf(slice: unknown): string[] {
  const { endpoints } = slice as { endpoints: { targetRef: { name: string } }[] }
  return endpoints.map(({ targetRef }) => targetRef.name)
}
