import type { SeriesPoint } from './traffic'

/** What a container of a pod may use, as its spec says: cores and bytes; absent where nothing is written. */
export interface ContainerBounds {
  name: string
  cpuLimit?: number
  cpuRequest?: number
  memoryLimit?: number
}

/** The pods of one version as the cluster has them now, and the workloads whose earlier pods were of it. */
export interface VersionPods {
  version: string
  workloads: { kind: string; name: string }[]
  pods: { name: string; containers: ContainerBounds[] }[]
}

/** How much of what its pods may use one version used; percents of 0–100 and more, null where nothing is known. */
export interface VersionSaturation {
  version: string
  /** What the CPU is a percent of; null where no container has either. */
  cpuOf: 'limit' | 'request' | null
  cpu: SeriesPoint[]
  /** Null where no container has a limit of memory. */
  memoryOf: 'limit' | null
  memory: SeriesPoint[]
}

export interface Saturation {
  /** Why nothing was measured; absent where something was. */
  problem?: string
  versions: VersionSaturation[]
}
