import { DomainError } from '@/lib/domain/errors'
import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { versionsOfService } from './versions-of-service'

/** Throws `invalid` naming `field` for a version that neither pods nor workloads of the service have. */
export function requireVersion(view: ClusterView, service: ServiceRef, version: string, field: string): void {
  const versions = versionsOfService(view, service).map((each) => each.version)
  if (versions.includes(version)) return
  const known = versions.length > 0 ? `it has ${versions.join(', ')}` : 'it has none'
  throw new DomainError('invalid', `${service.name} has no version ${version}: ${known}.`, {
    fields: [{ path: field, message: `is not a version of this service: ${known}` }],
  })
}
