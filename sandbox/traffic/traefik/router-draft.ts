import type { ServiceNode } from './services'

/** What a provider makes of a route, before its rule is read. */
export interface RouterDraft {
  name: string
  service: string
  rule: string
  priority: number
  node: ServiceNode | undefined
}
