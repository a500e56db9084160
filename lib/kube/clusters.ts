import { DomainError } from '@/lib/domain/errors'
import type { ClusterChange, Clusters, ObjectClient } from '@/lib/domain/ports'
import { log } from '@/lib/log'
import { createAccessReview, type AccessReview } from './access-review'
import { ClusterCache } from './cluster-cache'
import { openConnection, type ConnectionOptions, type KubeConnection } from './connection'
import { createObjectClient } from './object-client'
import { systemScheduler } from './scheduler'

export interface RunningClusters extends Clusters {
  /** Begins watching; comes back at once and never fails because a cluster is away. */
  start(): Promise<void>
  /** True once every kind of every cluster has been listed; false after the timeout. */
  ready(timeoutMs: number): Promise<boolean>
  stop(): Promise<void>
  /** Of the cache of a cluster. Throws `not-found`. */
  counts(cluster: string): ReturnType<ClusterCache['counts']>
  /** Asks the cluster's authorizers whether somebody else may write. Throws as `createAccessReview`. */
  review(cluster: string, ...asked: Parameters<AccessReview>): ReturnType<AccessReview>
}

interface Member {
  connection: KubeConnection
  cache: ClusterCache
  client: ObjectClient
  review: AccessReview
}

/** The clusters that Aviary looks at: for now the one of the current context. Throws only without a usable kubeconfig. */
export function createClusters(options: ConnectionOptions): RunningClusters {
  const listeners = new Set<(change: ClusterChange) => void>()
  const members = new Map<string, Member>()

  function tell(change: ClusterChange): void {
    for (const listener of [...listeners]) {
      try {
        listener(change)
      } catch (error) {
        // One listener's fault must neither stop the watch nor hide the change from the others.
        log('kube').error({ err: error, cluster: change.cluster, kind: change.kind }, 'a listener failed')
      }
    }
  }

  function add(connection: KubeConnection): void {
    const { cluster, fetch } = connection
    const scheduler = options.scheduler ?? systemScheduler
    members.set(cluster, {
      connection,
      cache: new ClusterCache({ cluster, fetch, scheduler, onChange: tell }),
      client: createObjectClient({ cluster, fetch }),
      review: createAccessReview({ cluster, fetch }),
    })
  }

  function member(cluster: string): Member {
    const found = members.get(cluster)
    if (!found) throw new DomainError('not-found', `There is no cluster "${cluster}".`)
    return found
  }

  add(openConnection(options))

  return {
    names: () => [...members.keys()],
    view: (cluster) => members.get(cluster)?.cache.view,
    client: (cluster) => member(cluster).client,
    review: (cluster, ...asked) => member(cluster).review(...asked),
    health: (cluster) => member(cluster).cache.health(),
    counts: (cluster) => member(cluster).cache.counts(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      for (const { cache, connection } of members.values()) {
        log('kube').info({ cluster: connection.cluster, server: connection.server }, 'watching the cluster')
        cache.start()
      }
      return Promise.resolve()
    },
    async ready(timeoutMs) {
      const answers = await Promise.all([...members.values()].map(({ cache }) => cache.ready(timeoutMs)))
      return answers.every(Boolean)
    },
    async stop() {
      await Promise.all(
        [...members.values()].map(async ({ cache, connection }) => {
          await cache.stop()
          await connection.close()
        }),
      )
    },
  }
}
