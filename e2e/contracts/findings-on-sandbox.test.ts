import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findAll, findingRules } from '@/lib/domain/findings/catalogue'
import type { Finding } from '@/lib/domain/findings/finding'
import type { ClusterView, KindId, KubeObject } from '@/lib/domain/kube'
import { routesOfService } from '@/lib/domain/traffic/routes-of-service'
import { collectionPath, KINDS, type KindSpec } from '@/lib/kube/kinds'
import { toKubeObject } from '@/lib/kube/object'
import { stripForCache } from '@/lib/kube/strip'
import { routers } from '@/lib/traffic/routers'
import { versionsOfService } from '@/lib/traffic/versions-of-service'
import { listAt, numberAt, textAt } from '@/sandbox/kube/json'
import { TestCluster } from '@/sandbox/kube/test-cluster'
import { readManifests } from '@/sandbox/traffic/manifest-objects'

/** The demo's findings, on its own API server once its controllers have nothing left to do. */
let cluster: TestCluster
let found: Map<string, Finding[]>

beforeAll(async () => {
  cluster = await TestCluster.start()
  for (const manifest of readManifests()) await cluster.api.apply(manifest)
  await vi.waitFor(isSettled, { timeout: 40_000, interval: 200 })
  const view = viewOf(await everyObject())
  found = new Map(
    view.list('services').map((object) => {
      const { namespace = '', name } = object.metadata
      const service = { cluster: view.cluster, namespace, name }
      const routes = routesOfService(routers, view, service)
      return [
        `${namespace}/${name}`,
        findAll({ view, service, routes, versions: versionsOfService(view, service) }),
      ]
    }),
  )
}, 60_000)
afterAll(() => cluster.stop())

/** All pods are ready but the one that no node fits, and the routes of the Gateway API have been answered. */
async function isSettled(): Promise<void> {
  const short = (await items('/apis/apps/v1/deployments')).filter(
    (each) => (numberAt(each, 'status', 'readyReplicas') ?? 0) !== numberAt(each, 'spec', 'replicas'),
  )
  expect(short.map(nameOf)).toEqual(['canary-pending-v2'])
  const silent = (await items('/apis/gateway.networking.k8s.io/v1/httproutes')).filter(
    (each) => listAt(each, 'status', 'parents').length === 0,
  )
  expect(silent.map(nameOf)).toEqual(['without-parent'])
}

const items = async (path: string) => listAt((await cluster.call('GET', path)).body, 'items')
const nameOf = (object: unknown) => textAt(object, 'metadata', 'name')

async function everyObject(): Promise<Map<KindId, KubeObject[]>> {
  const lists = KINDS.map(async (spec) => [spec.id, await objectsOf(spec)] as const)
  return new Map(await Promise.all(lists))
}

/** By the first version that is served. */
async function objectsOf({ id, apiVersions, kind, plural, namespaced }: KindSpec): Promise<KubeObject[]> {
  for (const apiVersion of apiVersions) {
    const { code, body } = await cluster.call('GET', collectionPath({ apiVersion, plural, namespaced }))
    if (code === 404) continue
    return listAt(body, 'items').map((item) => stripForCache(id, toKubeObject(item, { apiVersion, kind })))
  }
  throw new Error(`${kind} is not served`)
}

/** Lists keep their identity, as in the cache: rules remember what they read by it. */
function viewOf(objects: ReadonlyMap<KindId, readonly KubeObject[]>): ClusterView {
  const lists = new Map<string, KubeObject[]>()
  const list: ClusterView['list'] = (kind, namespace) => {
    const key = `${kind}/${namespace ?? '*'}`
    const known = lists.get(key)
    if (known !== undefined) return known
    const made = (objects.get(kind) ?? []).filter(
      ({ metadata }) => namespace === undefined || (metadata.namespace ?? '') === namespace,
    )
    lists.set(key, made)
    return made
  }
  return {
    cluster: 'demo',
    has: () => true,
    list,
    get: (kind, namespace, name) => list(kind, namespace).find(({ metadata }) => metadata.name === name),
  }
}

const codesIn = (home: RegExp): Set<string> =>
  new Set([...found].flatMap(([name, findings]) => (home.test(name) ? findings.map(({ code }) => code) : [])))

describe('the namespaces of mistakes', () => {
  it.each(findingRules.map(({ code }) => code))('show %s', (code) => {
    expect([...codesIn(/^(mistakes(-[a-z]+)?|no-injection)\//)]).toContain(code)
  })

  it.each([
    ['mistakes-egress/sidecar-hides-host', 'sidecar-hides-host'],
    ['mistakes/replicas-reset-hpa', 'replicas-reset-autoscaler'],
    ['mistakes/canary-pending', 'canary-pending'],
    ['mistakes/route-not-accepted', 'route-not-accepted'],
    ['no-injection/no-injection', 'namespace-without-injection'],
  ])('have %s for %s alone, apart from hints', (name, code) => {
    const worse = (found.get(name) ?? []).filter((each) => each.code === code || each.severity !== 'hint')
    expect(worse.map((each) => each.code)).toEqual([code])
  })
})

describe('the other namespaces', () => {
  it.each(['shop', 'market', 'bazaar', 'kiosk', 'blue-green', 'owned', 'garden', 'depot'])(
    '%s has nothing blocking',
    (home) => {
      const own = [...found].filter(([name]) => name.startsWith(`${home}/`))
      expect(own.length).toBeGreaterThan(0)
      const blocking = own.flatMap(([name, findings]) =>
        findings.filter(({ severity }) => severity === 'blocking').map(({ code }) => `${name}: ${code}`),
      )
      expect(blocking).toEqual([])
    },
  )

  it.each(['garden', 'depot'])('%s has no finding at all', (home) => {
    const own = [...found].filter(([name]) => name.startsWith(`${home}/`))
    expect(own.flatMap(([name, findings]) => findings.map(({ code }) => `${name}: ${code}`))).toEqual([])
  })

  it('have no version that leaks', () => {
    expect(codesIn(/^(shop|market|bazaar|kiosk|blue-green|owned)\//)).not.toContain('version-leaking')
  })
})
