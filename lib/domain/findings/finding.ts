import type { ClusterView, ObjectRef } from '../kube'
import type { Route, ServiceRef, ServiceVersion } from '../traffic/model'

export interface Finding {
  code: string
  severity: 'blocking' | 'warning' | 'hint'
  title: string
  detail: string
  remedy: string
  objects: ObjectRef[]
}

/** What a rule may look at. */
export interface FindingInput {
  view: ClusterView
  service: ServiceRef
  routes: Route[]
  versions: ServiceVersion[]
}

export interface FindingRule {
  code: string
  check(input: FindingInput): Finding[]
}
