import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { routeTarget } from './route-target'

/** The parts of a move that say where it happens, conditional on the route as it is shown. */
export function ruleTarget(service: ServiceDetailDto, route: RouteDto, rule: RuleDto) {
  return { ...routeTarget(service, route), rule: rule.id }
}
