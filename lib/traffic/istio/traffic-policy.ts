import type { ClusterView } from '@/lib/domain/kube'
import { arrayOf, isObject, numberOf, objectOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import type { DestinationSpec } from './destination-spec'
import { destinationRulesOf, findSubset } from './subsets'

/** The parts of a TrafficPolicy that are shown. */
export type PolicyField = 'loadBalancer' | 'connectionPool' | 'outlierDetection'

/**
 * What the DestinationRule of a destination says about one field: its subset before the rule as a whole, and the
 * settings of the destination's port before those of all ports (Istio's DestinationRule reference). Empty where nothing.
 */
export function policyOf(
  view: ClusterView,
  destination: DestinationSpec,
  routeNamespace: string,
  field: PolicyField,
): JsonObject {
  const rules = destinationRulesOf(view, destination.host, routeNamespace)
  const found = destination.subset === undefined ? undefined : findSubset(rules, destination.subset)
  const policies = [found?.subset.trafficPolicy, (found?.rule ?? rules[0])?.trafficPolicy].map(objectOf)
  for (const policy of policies) {
    for (const settings of [portSettings(policy, destination.port), policy]) {
      const value = settings[field]
      if (isObject(value)) return value
    }
  }
  return {}
}

function portSettings(policy: JsonObject, port: number | undefined): JsonObject {
  if (port === undefined) return {}
  const found = arrayOf(policy.portLevelSettings).find(
    (settings) => numberOf(objectOf(objectOf(settings).port).number) === port,
  )
  return objectOf(found)
}
