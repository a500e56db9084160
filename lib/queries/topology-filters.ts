import type { GraphViewDto } from '../contracts/topology'

/** Which part of the traffic graph is shown, and of when. */
export interface TopologyFilters {
  cluster?: string | undefined
  /** By comma. */
  namespaces?: string | undefined
  window?: string | undefined
  /** RFC 3339: the past; absent is now. */
  at?: string | undefined
  level?: GraphViewDto['level'] | undefined
  /** Id of a node: only it and what is around it. */
  node?: string | undefined
}
