import type { Viewer } from '../../domain/access/viewer'
import type { Actor } from '../../domain/traffic/operation'

/** The viewer as the audit log names people. */
export const actorOf = (viewer: Viewer): Actor => ({
  issuer: viewer.issuer,
  subject: viewer.subject,
  name: viewer.name,
})
