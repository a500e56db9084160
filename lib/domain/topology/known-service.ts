import type { Route, ServiceRef } from '../traffic/model'
import type { desiredProtocol } from './desired'
import type { GraphVersion } from './graph-model'
import type { ServiceTraits } from './service-traits'

/** A Service and what its objects say of it. */
export interface KnownService {
  ref: ServiceRef
  routes: readonly Route[]
  versions: readonly GraphVersion[]
  gateway: boolean
  /** Its routes are followed by gateways alone: what callers inside the mesh send is no part of the split. */
  onlyAtGateways: boolean
  traits: ServiceTraits
  /** Badges that its routes and policies give it. */
  badges: readonly string[]
  protocol: ReturnType<typeof desiredProtocol>
  /** Percent that the routes want and mirror, by version. */
  desired: ReadonlyMap<string, number>
  mirrored: ReadonlyMap<string, number>
  /** Percent that the routes want at Services beside the versions, by name. */
  beside: ReadonlyMap<string, number>
}
