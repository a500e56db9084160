import { DomainError } from '@/lib/domain/errors'
import type { JsonPatch } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { selectorOf } from '../workloads'
import { versionsSelected } from '../service-versions'
import { patchWrite } from '../planned-writes'
import { copyFor, freeName, retargetPatch, traefikServiceEntry } from './entries'
import { createTraefik, STANDS_FOR } from './made-here'
import { inPlace, splitTests, type RuleContext } from './rule-context'
import type { Entry } from './schema'
import { walk, type Branch, type Split } from './service-tree'
import { planVersionService, requireReady } from './version-service'
import { oldWeightTest, weightOp } from './weight-patch'

/** What the stable version has on the scale of a split that Aviary makes. */
const STABLE_WEIGHT = 100

/**
 * Adds a version to a rule at weight 0, with its Service first where it has none; a rule with one plain Service gets a
 * weighted TraefikService in its place. Throws `invalid` for a version that nothing runs, `blocked` for one without
 * ready pods, `missing-destination` where it can have no Service.
 */
export function planAddVersion(context: RuleContext, version: string): PlannedWrite[] {
  const { rule, way } = context
  if (rule.destinations.some((destination) => destination.version === version)) return []
  const sibling = siblingOf(context)
  const { name, writes } = planVersionService(context, version, 'version', sibling.port)
  requireReady(context, version, name)
  if (way.split === undefined) {
    return [...writes, ...planWrap(context, sibling, version, name)]
  }
  refuseMixed(context, way.split, version)
  const { object } = way.split.list
  return [
    ...writes,
    ...patchWrite(object, addEntryPatch(way.split, { ...copyFor(object, sibling, name), weight: 0 })),
  ]
}

/** An entry of the service that the new one is to be like. */
export function siblingOf({ way, resolver }: Pick<RuleContext, 'way' | 'resolver'>): Entry {
  const found: Entry[] = []
  const look = (branch: Branch) => {
    walk(branch, ({ entry, tree }, mirrored) => {
      if (tree.kind === 'leaf' && !mirrored && resolver.isBacking(entry)) found.push(entry)
    })
  }
  for (const child of way.split?.children ?? []) if (child.tree.kind === 'leaf') look(child)
  for (const child of way.split?.children ?? []) look(child)
  const [sibling] = way.leaf === undefined ? found : [way.leaf.entry]
  if (sibling === undefined) {
    throw new DomainError('missing-destination', 'This rule has no Service that a new entry could be like.')
  }
  return sibling
}

/** Appends an entry. An only weight gets a scale of 100, on which a canary can have a small share. */
function addEntryPatch(split: Split, entry: JsonObject): JsonPatch {
  const weighted = split.children.filter((child) => child.entry.weight > 0)
  const [only] = weighted
  const scaled =
    weighted.length === 1 && only !== undefined && only.entry.weight < STABLE_WEIGHT ? [only] : []
  return [
    ...splitTests(split),
    ...scaled.flatMap(oldWeightTest),
    ...scaled.map((branch) => weightOp(branch, STABLE_WEIGHT)),
    { op: 'add', path: inPlace(split.list, '-'), value: entry },
  ]
}

/** A Service that takes in the new version too would go on sending to it at weight 0. */
function refuseMixed(context: RuleContext, { children }: Split, version: string): void {
  const mixed = children.find(
    ({ entry, tree }) =>
      tree.kind === 'leaf' &&
      context.resolver.isBacking(entry) &&
      readyVersions(context, entry.name).some((each) => each === version),
  )
  if (mixed === undefined) return
  throw new DomainError(
    'blocked',
    `Service ${mixed.entry.name} of this rule takes in pods of ${version} already: at weight 0 they would still get requests. Narrow its selector to one version first.`,
  )
}

function readyVersions({ view, service }: RuleContext, name: string): string[] {
  const selector = selectorOf(view.get('services', service.namespace, name))
  if (selector === undefined) return []
  return versionsSelected(view, service.namespace, [selector])
    .filter(({ readyPods }) => readyPods > 0)
    .map((each) => each.version)
}

/** A weighted TraefikService, stable at everything and the new version at nothing, in the place of the only Service. */
function planWrap(context: RuleContext, entry: Entry, version: string, added: string): PlannedWrite[] {
  const { view, service, way } = context
  const slot = way.leaf
  if (slot === undefined) return []
  const { object } = slot.at
  const namespace = object.metadata.namespace ?? ''
  const stable = stableService(context, entry, version)
  const name = freeName(view, namespace, service.name)
  const weighted = {
    services: [
      { ...copyFor(object, entry, stable.name), weight: STABLE_WEIGHT },
      { ...copyFor(object, entry, added), weight: 0 },
    ],
  }
  const place = { kind: 'TraefikService' as const, namespace, name }
  return [
    ...stable.writes,
    createTraefik(service, place, { weighted }, { [STANDS_FOR]: entry.name }),
    ...patchWrite(object, retargetPatch(slot, traefikServiceEntry(name))),
  ]
}

/** The Service as it is, unless it takes in the new version too: then that of the one other version. */
function stableService(
  context: RuleContext,
  entry: Entry,
  version: string,
): { name: string; writes: PlannedWrite[] } {
  const ready = readyVersions(context, entry.name)
  if (!ready.includes(version)) return { name: entry.name, writes: [] }
  const [stable, ...others] = ready.filter((each) => each !== version)
  if (stable === undefined || others.length > 0) {
    throw new DomainError(
      'blocked',
      `Service ${entry.name} takes in ${ready.join(', ')}: which of them is to keep all requests cannot be told. Give the version that is to keep them a Service of its own first.`,
    )
  }
  return planVersionService(context, stable, 'version', entry.port)
}
