/** The kinds of objects that rollouts are read from, as their ids name them. */
const WORKLOADS = ['deployment', 'rollout', 'canary'] as const
export type RolloutWorkload = (typeof WORKLOADS)[number]

export interface RolloutPlace {
  cluster: string
  workload: RolloutWorkload
  namespace: string
  name: string
}

/** The id of a rollout in paths: `cluster~deployment~namespace~name`. Names of Kubernetes have no tilde. */
export function rolloutId({ cluster, workload, namespace, name }: RolloutPlace): string {
  return [cluster, workload, namespace, name].join('~')
}

/** What an id stands for; undefined for text that is none. The name of a cluster may have tildes. */
export function rolloutPlace(id: string): RolloutPlace | undefined {
  const parts = id.split('~')
  const [workload, namespace, name] = parts.slice(-3)
  const known = WORKLOADS.find((each) => each === workload)
  if (parts.length < 4 || known === undefined || !namespace || !name) return undefined
  return { cluster: parts.slice(0, -3).join('~'), workload: known, namespace, name }
}
