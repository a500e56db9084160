import { DomainError } from '@/lib/domain/errors'
import type { JsonPatch, KubeObject } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { objectOf } from '@/lib/domain/traffic/untyped'
import {
  labelsOf,
  livePods,
  podTemplates,
  selectorOf,
  selects,
  VERSION_LABELS,
  versionOf,
  type Labels,
} from '../workloads'
import type { Pattern } from './destination-of-version'
import { fullHost } from './hosts'
import { patchWrite, type RuleContext } from './rule-context'
import type { DestinationRule } from './schema'
import { destinationRulesOf, findSubset } from './subsets'

/** Names of the subsets that Aviary added to a DestinationRule, with commas between. */
export const SUBSETS_ANNOTATION = 'aviary.dev/subsets'

/** The subset that a version needs, in the DestinationRule that the rule's own subsets come from, or in a new one. */
export function planSubset(
  context: RuleContext,
  pattern: Pattern,
  version: string,
): { name: string; writes: PlannedWrite[] } {
  const rules = destinationRulesOf(context.view, pattern.host, context.virtualService.namespace)
  const used = context.written.route.flatMap(({ destination }) =>
    destination.subset === undefined ? [] : (findSubset(rules, destination.subset)?.rule ?? []),
  )
  const rule = used[0] ?? rules[0]
  const name = subsetName(version, rule)
  const subset = { name, labels: labelsFor(context, version, rule) }
  const writes: PlannedWrite[] =
    rule === undefined
      ? [newDestinationRule(context, subset)]
      : patchWrite(rule.object, subsetPatch(rule.object, subset))
  return { name, writes }
}

/** Adds a subset and notes that it is Aviary's. */
function subsetPatch(object: KubeObject, subset: { name: string }): JsonPatch {
  const { subsets } = objectOf(object.spec)
  const { annotations } = object.metadata
  const mine = [...subsetsMadeHere(object), subset.name].join(',')
  return [
    { op: 'test', path: '/spec/host', value: objectOf(object.spec).host },
    ...(Array.isArray(subsets) ? [{ op: 'test' as const, path: '/spec/subsets', value: subsets }] : []),
    Array.isArray(subsets)
      ? { op: 'add', path: '/spec/subsets/-', value: subset }
      : { op: 'add', path: '/spec/subsets', value: [subset] },
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
function newDestinationRule(context: RuleContext, subset: { name: string }): PlannedWrite {
  const { view, service, virtualService } = context
  const { namespace } = service
  const taken = view.get('destinationrules', namespace, service.name) !== undefined
  const name = taken ? `${service.name}-aviary` : service.name
  const { apiVersion } = view.list('destinationrules')[0] ?? virtualService.object
  const body: KubeObject = {
    apiVersion,
    kind: 'DestinationRule',
    metadata: {
      name,
      namespace,
      uid: '',
      resourceVersion: '',
      annotations: { [SUBSETS_ANNOTATION]: subset.name },
    },
    spec: { host: fullHost(service), subsets: [subset] },
  }
  return { verb: 'create', object: { apiVersion, kind: body.kind, namespace, name }, body }
}

/** The version as a DNS label, which is all that Istio takes as the name of a subset. */
function subsetName(version: string, rule: DestinationRule | undefined): string {
  const label = version
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '')
  const base = label === '' ? 'version' : label
  const taken = new Set(rule?.subsets.map(({ name }) => name))
  let name = base
  for (let ordinal = 2; taken.has(name); ordinal++) name = `${base}-${ordinal}`
  return name
}

/** A label that all pods of the version carry and no others: the one that the sibling subsets use, where it does. */
function labelsFor(
  context: RuleContext,
  version: string,
  rule: DestinationRule | undefined,
): Record<string, string> {
  const { view, service } = context
  const selector =
    selectorOf(view.get('services', service.namespace, service.name)) ?? new Map<string, string>()
  const chosen = (all: readonly Labels[]) => all.filter((labels) => selects(selector, labels))
  const pods = chosen(livePods(view, service.namespace).map(labelsOf))
  const templates = chosen(podTemplates(view, service.namespace).map(({ labels }) => labels))
  const used = VERSION_LABELS.filter((label) => rule?.subsets.some(({ labels }) => labels.has(label)))
  // An injected label is on the pods but not on the template, and is second choice.
  for (const all of [[...pods, ...templates], pods]) {
    for (const label of [...used, ...VERSION_LABELS]) {
      const value = telling(all, label, version)
      if (value !== undefined) return { [label]: value }
    }
  }
  throw new DomainError(
    'missing-destination',
    `No label tells the pods of version ${version} from the others. Give them one of ${VERSION_LABELS.join(', ')}.`,
  )
}

function telling(all: readonly Labels[], label: string, version: string): string | undefined {
  const inside = new Set(
    all.filter((labels) => versionOf(labels) === version).map((labels) => labels.get(label)),
  )
  const outside = new Set(
    all.filter((labels) => versionOf(labels) !== version).map((labels) => labels.get(label)),
  )
  const [value] = inside
  return inside.size === 1 && value !== undefined && !outside.has(value) ? value : undefined
}
