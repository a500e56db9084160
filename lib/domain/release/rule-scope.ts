import type { ServiceRef } from '../traffic/model'
import type { RuleScope } from './release-rules'

const fits = (wanted: string, name: string) => wanted === '*' || wanted === name

/** Whether a rule speaks of a service. */
export const scopeCovers = (scope: RuleScope, service: ServiceRef): boolean =>
  fits(scope.cluster, service.cluster) &&
  fits(scope.namespace, service.namespace) &&
  fits(scope.service, service.name)
