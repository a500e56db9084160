import { expect, vi } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import type { ClusterView, JsonPatch, KubeObject, ObjectRef } from '@/lib/domain/kube'
import type { ObjectClient, TrafficRouter } from '@/lib/domain/ports'
import { composePatch } from '@/lib/domain/traffic/compose-patch'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { RunningClusters } from '@/lib/kube/clusters'
import { createClusters } from '@/lib/kube/clusters'
import { kindOf } from '@/lib/kube/kinds'
import type { RouterSetup } from '@/lib/traffic/traffic-router.contract'
import { adminKubeconfig } from './target'

/** The running cluster as a router's contract needs it: lib's own cache and client, with nothing of Aviary between. */
export interface ContractCluster {
  /** Once the view shows the service split 90/10 between v1 and v2. */
  split(router: TrafficRouter, namespace: string, name: string): Promise<RouterSetup>
  stop(): Promise<void>
}

/** Watches the cluster under test; `stranger` is the service of each namespace that no route says anything about. */
export async function contractCluster(stranger: string): Promise<ContractCluster> {
  const clusters = createClusters({ kubeconfig: adminKubeconfig(), version: 'contract' })
  await clusters.start()
  expect(await clusters.ready(30_000)).toBe(true)
  const { cluster, view } = look(clusters)
  return {
    split: async (router, namespace, name) => {
      const service = { cluster, namespace, name }
      await vi.waitFor(
        () => {
          const rules = router.readRoutes(view, service).flatMap((route) => route.rules)
          const splits = rules.map(({ destinations }) => destinations.map(({ key, weight }) => [key, weight]))
          expect(splits).toContainEqual([
            ['v1', 90],
            ['v2', 10],
          ])
          expect(view.get('services', namespace, stranger)).toBeDefined()
          expect(view.list('deployments', namespace).filter((each) => !isSettled(each))).toEqual([])
        },
        { timeout: 60_000, interval: 50 },
      )
      return {
        router,
        service,
        stranger: { cluster, namespace, name: stranger },
        from: 'v1',
        to: 'v2',
        view: () => view,
        send: (writes) => send(clusters, view, writes),
      }
    },
    stop: () => clusters.stop(),
  }
}

/** Its controller has nothing left to write, so that a patch of the version seen meets no other. */
function isSettled({ metadata, spec, status }: KubeObject): boolean {
  const { replicas } = spec as { replicas: number }
  const seen = (status ?? {}) as Record<string, number>
  const counts = ['replicas', 'readyReplicas', 'availableReplicas'].map((count) => seen[count] ?? 0)
  return seen['observedGeneration'] === metadata.generation && counts.every((count) => count === replicas)
}

function look(clusters: RunningClusters): { cluster: string; view: ClusterView } {
  const [cluster = ''] = clusters.names()
  const view = clusters.view(cluster)
  if (!view) throw new Error('no view')
  return { cluster, view }
}

async function send(
  clusters: RunningClusters,
  view: ClusterView,
  writes: readonly PlannedWrite[],
): Promise<void> {
  const client = clusters.client(view.cluster)
  for (const { object, live, patch } of writes) {
    if (!live || !patch) throw new Error('the contract plans patches only')
    const after = await patched(client, object, live, patch)
    await vi.waitFor(
      () => {
        const seen = view.get(kindOf(object).id, object.namespace, object.name)
        // Controllers may have written its status since.
        expect(Number(seen?.metadata.resourceVersion)).toBeGreaterThanOrEqual(
          Number(after.metadata.resourceVersion),
        )
      },
      { timeout: 10_000, interval: 20 },
    )
  }
}

/** As Aviary sends it: once more where only a controller wrote its status in between. */
async function patched(
  client: ObjectClient,
  ref: ObjectRef,
  live: KubeObject,
  patch: JsonPatch,
  tries = 3,
): Promise<KubeObject> {
  try {
    return await client.patch(ref, composePatch(live, patch, { operation: 'contract' }), {})
  } catch (error) {
    const now = await client.get(ref)
    const same = now !== undefined && now.metadata.generation === live.metadata.generation
    if (!isDomainError(error) || error.code !== 'conflict' || !same || tries === 1) throw error
    return patched(client, ref, now, patch, tries - 1)
  }
}
