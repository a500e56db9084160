import type { ClusterView, JsonPatch, KubeObject } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { createWrite, patchWrite } from '../planned-writes'
import { dnsLabel } from '../version-service-name'
import { newMetadata } from '../made-by-aviary'
import { fullHost } from './hosts'
import type { DestinationRule } from './schema'
import { labelsOfVersion } from './subset-labels'
import { destinationRulesOf, findSubset } from './subsets'

/** Names of the subsets that Aviary added to a DestinationRule, with commas between. */
export const SUBSETS_ANNOTATION = 'aviary.dev/subsets'

/** Leaves room for the number that a taken name gets; Istio takes DNS labels. */
const LONGEST_SUBSET = 50
const NEWEST_API = 'networking.istio.io/v1'

/** Where subsets are needed, and the subsets used beside them. */
export interface SubsetPlace {
  view: ClusterView
  service: ServiceRef
  host: string
  routeNamespace: string
  siblings: readonly string[]
}

/**
 * The subsets that versions need, by version, in the DestinationRule that the siblings come from, else in one for the
 * host, else in a new one; a single write. Throws `missing-destination` where no label tells a version from the others.
 */
export function planSubsets(
  place: SubsetPlace,
  versions: readonly string[],
): { names: ReadonlyMap<string, string>; writes: PlannedWrite[] } {
  const { view, service, host, routeNamespace, siblings } = place
  const rules = destinationRulesOf(view, host, routeNamespace)
  const used = siblings.flatMap((name) => findSubset(rules, name)?.rule ?? [])
  const rule = used[0] ?? rules[0]
  const taken = new Set(rule?.subsets.map(({ name }) => name))
  const names = new Map<string, string>()
  for (const version of versions) {
    const name = freeName(dnsLabel(version, LONGEST_SUBSET), taken)
    taken.add(name)
    names.set(version, name)
  }
  if (names.size === 0) return { names, writes: [] }
  const subsets = [...names].map(([version, name]) => ({
    name,
    labels: labelsOfVersion(view, service, version, rule),
  }))
  const writes: PlannedWrite[] =
    rule === undefined
      ? [newDestinationRule(view, service, subsets)]
      : patchWrite(rule.object, subsetsPatch(rule, subsets))
  return { names, writes }
}

function freeName(base: string, taken: ReadonlySet<string>): string {
  let name = base
  for (let ordinal = 2; taken.has(name); ordinal++) name = `${base}-${ordinal}`
  return name
}

/** Adds subsets and notes that they are Aviary's. */
function subsetsPatch({ object }: DestinationRule, added: readonly { name: string }[]): JsonPatch {
  const { host, subsets } = objectOf(object.spec)
  const { annotations } = object.metadata
  const mine = [...subsetsMadeHere(object), ...added.map(({ name }) => name)].join(',')
  return [
    { op: 'test', path: '/spec/host', value: host },
    ...(Array.isArray(subsets)
      ? [
          { op: 'test' as const, path: '/spec/subsets', value: subsets },
          ...added.map((value) => ({ op: 'add' as const, path: '/spec/subsets/-', value })),
        ]
      : [{ op: 'add' as const, path: '/spec/subsets', value: added }]),
    annotations === undefined
      ? { op: 'add', path: '/metadata/annotations', value: { [SUBSETS_ANNOTATION]: mine } }
      : { op: 'add', path: pointerTo('metadata', 'annotations', SUBSETS_ANNOTATION), value: mine },
  ]
}

/** The subsets that Aviary added to a DestinationRule. */
export function subsetsMadeHere(object: KubeObject): string[] {
  const noted = object.metadata.annotations?.[SUBSETS_ANNOTATION] ?? ''
  return noted.split(',').filter((name) => name !== '')
}

/** It stands beside the service, where Istio looks for it whoever calls. */
function newDestinationRule(
  view: ClusterView,
  service: ServiceRef,
  subsets: readonly { name: string }[],
): PlannedWrite {
  const { apiVersion, namespace, name } = newRuleRef(view, service)
  const annotations = { [SUBSETS_ANNOTATION]: subsets.map((subset) => subset.name).join(',') }
  const body: KubeObject = {
    apiVersion,
    kind: 'DestinationRule',
    metadata: newMetadata(service, { namespace, name }, annotations),
    spec: { host: fullHost(service), subsets },
  }
  return createWrite(body)
}

/** Where a new DestinationRule of the service would stand: under its name, or beside the one that has it. */
export function newRuleRef(view: ClusterView, service: ServiceRef): PlannedWrite['object'] {
  const { namespace, name } = service
  const taken = view.get('destinationrules', namespace, name) !== undefined
  return {
    apiVersion: istioApiVersion(view),
    kind: 'DestinationRule',
    namespace,
    name: taken ? `${name}-aviary` : name,
  }
}

/** The version of Istio's API that the cluster's own objects have. */
export function istioApiVersion(view: ClusterView): string {
  const [object = view.list('virtualservices')[0]] = view.list('destinationrules')
  return object?.apiVersion ?? NEWEST_API
}
