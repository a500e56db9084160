import { globCovers } from '../access/scope-glob'
import type { ServiceRef } from '../traffic/model'
import type { RuleScope } from './release-rules'

/** Whether a rule speaks of a service. */
export const scopeCovers = (scope: RuleScope, service: ServiceRef): boolean =>
  globCovers(scope.cluster, service.cluster) &&
  globCovers(scope.namespace, service.namespace) &&
  globCovers(scope.service, service.name)
