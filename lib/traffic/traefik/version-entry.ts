import { DomainError } from '@/lib/domain/errors'
import type { KubeObject } from '@/lib/domain/kube'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { requireVersion } from '../require-version'
import { siblingOf } from './add-version-patch'
import { copyFor } from './entries'
import type { RuleContext } from './rule-context'
import { existingVersionService, requireReady } from './version-service'

/**
 * The entry, for another holder, of a version that the rule need not have: one like its siblings for the version's
 * Service. Throws `invalid` for a version that nothing runs, `missing-destination` for one without a Service, `blocked`
 * for one without ready pods.
 */
export function versionEntry(context: RuleContext, version: string, holder: KubeObject): JsonObject {
  const { view, service } = context
  requireVersion(view, service, version, 'to')
  const name = existingVersionService(context, version)
  if (name === undefined) {
    throw new DomainError(
      'missing-destination',
      `Version ${version} has no Service of its own. Add the version first.`,
    )
  }
  requireReady(context, version, name)
  return copyFor(holder, siblingOf(context), name)
}
