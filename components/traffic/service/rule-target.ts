import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'

/** The parts of a move that say where it happens, conditional on the route as it is shown. */
export function ruleTarget({ cluster, namespace, name }: ServiceDetailDto, route: RouteDto, rule: RuleDto) {
  return {
    service: { cluster, namespace, name },
    route: route.id,
    rule: rule.id,
    expectedRevision: route.revision,
  }
}
