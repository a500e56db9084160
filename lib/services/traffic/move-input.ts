import type { Move, ServiceRef } from '../../domain/traffic/model'

/** A move as a service verb is asked for it. */
export interface MoveInput {
  service: ServiceRef
  route: string
  move: Move
  reason?: string
  expectedRevision?: string
  dryRun?: boolean
  /** Move a route although another controller drives it; needs the permission `override` and a reason. */
  override?: boolean
}
