import type { ClusterView } from '@/lib/domain/kube'
import { destinationKeys, placeKey } from '@/lib/domain/traffic/destination-key'
import type { Destination, Rule } from '@/lib/domain/traffic/model'
import { ruleIds } from '@/lib/domain/traffic/rule-id'
import { percentOf } from '@/lib/domain/traffic/split'
import { alternativesOf } from './conditions'
import type { VersionResolver } from './destination-version'
import { madeMatches } from './made-matches'
import { faultOf, retriesOf, stickinessOf, timeoutOf } from './rule-details'
import { effectiveWeights, type VirtualService, type WrittenRule } from './schema'

/** The rules of a VirtualService, one for each of `rules` as written and in that order. */
export function readRules(
  view: ClusterView,
  virtualService: VirtualService,
  resolver: VersionResolver,
): Rule[] {
  const { rules, namespace } = virtualService
  const ids = idsOf(virtualService)
  const made = madeMatches(virtualService)
  return rules.map((written, index) => {
    const destinations = readDestinations(written, namespace, resolver)
    const sticky = stickinessOf(view, written, namespace)
    const fixed = fixedReason(written)
    const madeBy = made.get(written)
    return {
      id: ids[index] ?? '',
      ...(written.name === undefined ? {} : { name: written.name }),
      match: alternativesOf(written),
      total: destinations.reduce((sum, { weight }) => sum + weight, 0),
      destinations,
      mirrors: written.mirrors.map(({ destination, percent }) => ({
        to: resolver.versionOf(destination, namespace) ?? placeKey(destination),
        percent,
      })),
      ...(written.section === 'http' ? detailsOf(written) : { protocol: written.section }),
      ...(sticky === undefined ? {} : { sticky }),
      ...(written.delegate === undefined ? {} : { delegate: written.delegate }),
      ...(written.redirect ? { redirect: true } : {}),
      ...(fixed === undefined ? {} : { fixed }),
      ...(madeBy === undefined ? {} : { madeBy }),
    }
  })
}

/** Hashes are dear, and a shared route is read for each of its services. */
const idMemory = new WeakMap<VirtualService, readonly string[]>()

function idsOf(virtualService: VirtualService): readonly string[] {
  let ids = idMemory.get(virtualService)
  if (ids === undefined) {
    ids = ruleIds(virtualService.rules.map(({ name, section, match }) => ({ name, kind: section, match })))
    idMemory.set(virtualService, ids)
  }
  return ids
}

/** Why a rule has no traffic to move, whatever the service. */
export function fixedReason({ delegate, redirect, route }: WrittenRule): string | undefined {
  if (delegate !== undefined) {
    return `This rule delegates to ${delegate.namespace}/${delegate.name}; move the traffic there.`
  }
  if (redirect) return 'This rule answers by itself and has no traffic to move.'
  return route.length === 0 ? 'This rule has no destinations.' : undefined
}

function detailsOf({ raw }: WrittenRule): Pick<Rule, 'fault' | 'timeout' | 'retries'> {
  return { ...faultOf(raw), ...timeoutOf(raw), ...retriesOf(raw) }
}

function readDestinations(rule: WrittenRule, namespace: string, resolver: VersionResolver): Destination[] {
  const weights = effectiveWeights(rule.route)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const identities = rule.route.map(({ destination }) => {
    const version = resolver.versionOf(destination, namespace)
    return { ...destination, ...(version === undefined ? {} : { version }) }
  })
  const keys = destinationKeys(identities)
  return identities.map((identity, index) => {
    const weight = weights[index] ?? 0
    // An only destination gets everything, whatever its weight says.
    return { ...identity, key: keys[index] ?? '', weight, percent: percentOf(weight, total) }
  })
}
