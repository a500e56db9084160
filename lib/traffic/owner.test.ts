import { describe, expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube'
import { ownerOf } from './owner'

const route = (metadata: Partial<KubeObject['metadata']>, manager?: string): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'search', namespace: 'shop', uid: 'u', resourceVersion: '1', ...metadata },
  ...(manager === undefined ? {} : { lastWriter: { manager, time: '2026-01-01T00:00:00Z' } }),
})
const canary = [
  { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'search', uid: 'c', controller: true },
]

describe('ownerOf', () => {
  it.each<[string, KubeObject, string, string, boolean]>([
    ['owner reference', route({ ownerReferences: canary }), 'Flagger', 'search', true],
    ['last writer', route({}, 'rollouts-controller'), 'Argo Rollouts', 'search', true],
    [
      'tracking id',
      route({
        annotations: {
          'argocd.argoproj.io/tracking-id': 'shop-app:networking.istio.io/VirtualService:shop/search',
        },
      }),
      'Argo CD',
      'shop-app',
      false,
    ],
    [
      'instance label',
      route({ labels: { 'argocd.argoproj.io/instance': 'shop-app' } }),
      'Argo CD',
      'shop-app',
      false,
    ],
    [
      'kustomization',
      route({
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      }),
      'Flux',
      'flux-system/apps',
      false,
    ],
    [
      'helm release of Flux',
      route({ labels: { 'helm.toolkit.fluxcd.io/name': 'shop', 'app.kubernetes.io/managed-by': 'Helm' } }),
      'Flux',
      'shop',
      false,
    ],
    ['chart', route({ annotations: { 'meta.helm.sh/release-name': 'shop' } }), 'Helm', 'shop', false],
  ])('knows the owner by its %s', (_, object, tool, name, drives) => {
    expect(ownerOf(object)).toMatchObject({ tool, name })
    expect(ownerOf(object)?.drives === true).toBe(drives)
  })

  it('knows Argo Rollouts by the Services that it switches', () => {
    const marked = route({
      annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'search-rollout' },
    })
    expect(ownerOf(route({}), [route({}), marked])).toMatchObject({
      tool: 'Argo Rollouts',
      name: 'search-rollout',
    })
  })

  it('finds none for what people and Aviary write', () => {
    expect(ownerOf(route({}, 'kubectl-edit'))).toBeUndefined()
    expect(ownerOf(route({}, 'aviary'))).toBeUndefined()
  })
})
