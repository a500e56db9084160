import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube'
import type { ClusterChange, ObjectClient } from '@/lib/domain/ports'
import { createClusters, type RunningClusters } from './clusters'

const ROUTE = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' }

function body(
  type: { apiVersion: string; kind: string },
  namespace: string,
  name: string,
  spec: unknown,
): KubeObject {
  // The server gives uid and resourceVersion; create leaves these placeholders out.
  return { ...type, metadata: { namespace, name, uid: '', resourceVersion: '' }, spec }
}

function routeSpec(stable: number, canary: number): unknown {
  const to = (subset: string, weight: number) => ({ destination: { host: 'reviews', subset }, weight })
  return { hosts: ['reviews'], http: [{ name: 'main', route: [to('v1', stable), to('v2', canary)] }] }
}

/**
 * What lib/kube needs from a cluster with Istio's CRDs, as tests. `open` answers a kubeconfig of an administrator and the
 * name of a namespace that does not exist yet; the namespace is made and removed.
 */
export function describeKubeContract(
  title: string,
  open: () => Promise<{ kubeconfig: string; namespace: string }>,
): void {
  describe(`lib/kube against ${title}`, () => {
    let clusters: RunningClusters
    let cluster: string
    let client: ObjectClient
    let namespace: string
    const changes: ClusterChange[] = []

    const ref = (name: string): ObjectRef => ({ ...ROUTE, namespace, name })
    const view = () => {
      const found = clusters.view(cluster)
      if (!found) throw new Error('no view')
      return found
    }
    const soon = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 20 })
    const live = async (name: string): Promise<KubeObject> => {
      const object = await client.get(ref(name))
      if (!object) throw new Error(`no ${name}`)
      return object
    }
    const weight = (value: number) => ({ op: 'replace' as const, path: '/spec/http/0/route/0/weight', value })

    beforeAll(async () => {
      const opened = await open()
      namespace = opened.namespace
      clusters = createClusters({ kubeconfig: opened.kubeconfig, version: 'contract' })
      cluster = clusters.names()[0] ?? ''
      client = clusters.client(cluster)
      clusters.onChange((change) => {
        if (change.namespace === namespace) changes.push(change)
      })
      await clusters.start()
      expect(await clusters.ready(30_000), clusters.health(cluster).detail).toBe(true)
      const { uid, resourceVersion } = { uid: '', resourceVersion: '' }
      await client.create(
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, uid, resourceVersion } },
        {},
      )
      await client.create(body(ROUTE, namespace, 'reviews', routeSpec(100, 0)), { auditId: 'contract-1' })
    }, 60_000)

    afterAll(async () => {
      const home = { apiVersion: 'v1', kind: 'Namespace', namespace: '', name: namespace }
      const made = await client.get(home)
      if (made) await client.delete(home, made.metadata)
      await clusters.stop()
    })

    it('finds the kinds and data planes, and is in step', async () => {
      for (const kind of ['namespaces', 'services', 'pods', 'deployments', 'virtualservices'] as const) {
        expect(view().has(kind), kind).toBe(true)
      }
      await soon(() => expect(clusters.health(cluster)).toMatchObject({ connected: true, synced: true }))
      expect(clusters.health(cluster).dataPlanes).toEqual(['istio', 'gateway-api', 'traefik', 'kubernetes'])
      expect(clusters.health(cluster).ageSeconds).toBeLessThan(30)
    })

    it('sees what it creates and patches, with the writer', async () => {
      await soon(() => expect(view().get('virtualservices', namespace, 'reviews')).toBeDefined())
      const before = await live('reviews')
      const after = await client.patch(
        ref('reviews'),
        [
          { op: 'replace', path: '/metadata/resourceVersion', value: before.metadata.resourceVersion },
          { op: 'test', path: '/spec/http/0/route/0/weight', value: 100 },
          weight(90),
        ],
        { auditId: 'contract-2' },
      )
      expect(after.spec).toEqual(routeSpec(90, 0))
      expect(after.lastWriter?.manager).toBe('aviary')
      expect(JSON.stringify(after)).not.toContain('managedFields')
      await soon(() => {
        const seen = changes.find(({ type, object }) => type === 'modified' && object.kind === ROUTE.kind)
        expect(seen?.object.metadata.resourceVersion).toBe(after.metadata.resourceVersion)
        expect(seen?.previous?.spec).toEqual(routeSpec(100, 0))
        expect(seen?.object.lastWriter?.manager).toBe('aviary')
      })
    })

    it('tests text with the characters that Go escapes', async () => {
      const path = '/metadata/annotations'
      const value = { rule: 'Host(`a.example`) && Path(`/<x>`)' }
      await client.patch(ref('reviews'), [{ op: 'add', path, value }], { auditId: 'contract-text' })
      const test = { op: 'test' as const, path, value }
      await expect(client.patch(ref('reviews'), [test], { dryRun: true })).resolves.toBeDefined()
    })

    it('stores nothing by a dry run', async () => {
      const before = await live('reviews')
      const tried = await client.patch(ref('reviews'), [weight(50)], { dryRun: true })
      expect(tried.spec).not.toEqual(before.spec)
      expect(await live('reviews')).toEqual(before)
      await client.create(body(ROUTE, namespace, 'never', routeSpec(1, 1)), { dryRun: true })
      expect(await client.get(ref('never'))).toBeUndefined()
    })

    it('tells a lost race from an object that the cluster refuses', async () => {
      const before = await live('reviews')
      const stale = { op: 'replace' as const, path: '/metadata/resourceVersion', value: '1' }
      await expect(client.patch(ref('reviews'), [stale, weight(80)], {})).rejects.toMatchObject({
        code: 'conflict',
      })
      const test = { op: 'test' as const, path: '/spec/http/0/route/0/weight', value: 12 }
      await expect(client.patch(ref('reviews'), [test, weight(80)], {})).rejects.toMatchObject({
        code: 'conflict',
      })
      const text = { ...weight(0), value: 'many' }
      await expect(client.patch(ref('reviews'), [text], {})).rejects.toMatchObject({
        code: 'rejected-by-cluster',
      })
      await expect(client.patch(ref('nobody'), [weight(1)], {})).rejects.toMatchObject({ code: 'not-found' })
      const again = body(ROUTE, namespace, 'reviews', routeSpec(1, 1))
      await expect(client.create(again, {})).rejects.toMatchObject({ code: 'conflict' })
      expect(await live('reviews')).toEqual(before)
    })

    it('deletes only the version that was read, and sees it go', async () => {
      await client.create(body(ROUTE, namespace, 'brief', routeSpec(1, 1)), {})
      const { uid, resourceVersion } = (await live('brief')).metadata
      const old = client.delete(ref('brief'), { uid, resourceVersion: '1' })
      await expect(old).rejects.toMatchObject({ code: 'conflict' })
      await client.delete(ref('brief'), { uid, resourceVersion })
      await soon(() =>
        expect(changes.some(({ type, name }) => type === 'deleted' && name === 'brief')).toBe(true),
      )
      expect(await client.get(ref('brief'))).toBeUndefined()
      expect(view().get('virtualservices', namespace, 'brief')).toBeUndefined()
    })
  })
}
