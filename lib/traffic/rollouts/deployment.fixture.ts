import { MemoryCluster, service } from '../memory-cluster.fixture'

type Body = ConstructorParameters<typeof MemoryCluster>[0][number]

export const posterId = 'test~deployment~kiosk~poster'

export function template(image: string, version = 'v1', extra: object = {}) {
  return {
    metadata: { labels: { app: 'poster', version }, annotations: { team: 'print' } },
    spec: {
      containers: [{ name: 'poster', image, env: [{ name: 'PAPER', value: 'A4' }] }],
      terminationGracePeriodSeconds: 30,
      ...extra,
    },
  }
}

export interface SetOptions {
  revision: number
  ready?: number
  createdAt?: string
}

/** A ReplicaSet of `poster`, as the Deployment controller makes it from a template. */
export function replicaSet(
  of: ReturnType<typeof template>,
  { revision, ready = 0, createdAt }: SetOptions,
): Body {
  const hash = `hash${revision}`
  const labels = { ...of.metadata.labels, 'pod-template-hash': hash }
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      namespace: 'kiosk',
      name: `poster-${hash}`,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      creationTimestamp: createdAt ?? `2026-09-01T10:0${revision}:00Z`,
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name: 'poster', uid: 'uid-poster', controller: true },
      ],
    },
    spec: { replicas: ready, template: { ...of, metadata: { ...of.metadata, labels } } },
    status: { readyReplicas: ready },
  }
}

/** The Deployment `poster` of five pods. */
export function poster(of: ReturnType<typeof template>, spec: object = {}, status: object = {}): Body {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'kiosk', name: 'poster', uid: 'uid-poster', generation: 3 },
    spec: {
      replicas: 5,
      selector: { matchLabels: { app: 'poster' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: of,
      ...spec,
    },
    status: {
      observedGeneration: 3,
      replicas: 6,
      updatedReplicas: 2,
      readyReplicas: 5,
      availableReplicas: 5,
      ...status,
    },
  }
}

export function kiosk(...objects: Body[]): MemoryCluster {
  return new MemoryCluster([service('kiosk', 'poster', { app: 'poster' }), ...objects])
}
