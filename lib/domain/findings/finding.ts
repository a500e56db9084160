import type { ClusterView, ObjectRef } from '../kube'
import type { Route, ServiceRef, ServiceVersion } from '../traffic/model'

export type Severity = 'blocking' | 'warning' | 'hint'

export interface Finding {
  code: string
  severity: Severity
  title: string
  detail: string
  remedy: string
  objects: ObjectRef[]
}

/** CPU of a version's busiest container against its limit, both in cores. */
export interface CpuUse {
  used: number
  limit: number
}

/** What a rule may look at. */
export interface FindingInput {
  view: ClusterView
  service: ServiceRef
  routes: Route[]
  versions: ServiceVersion[]
  /** By version; absent where no metrics tell. */
  usage?: ReadonlyMap<string, CpuUse>
}

/** One kind of mistake: what it is in general, for the catalogue, and how to find it. */
export interface FindingRule {
  code: string
  /** The worst that it can be; single findings may be milder. */
  severity: Severity
  /** What is looked for, without names, so that it can stand in a list. */
  title: string
  /** What happens because of it. */
  explanation: string
  remedy: string
  /** Where the facts behind it are written down. */
  docs: string
  check(input: FindingInput): Finding[]
}
