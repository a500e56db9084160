import { DomainError } from '@/lib/domain/errors'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { requireVersion } from '../require-version'
import { selectorOf } from '../workloads'
import { versionSelected } from '../selected-version'
import { isBacking, narrowed } from './destination-version'
import { serviceOfHost } from './hosts'
import { routeEntry, type RuleContext } from './rule-context'
import type { DestinationRule } from './schema'
import { destinationRulesOf } from './subsets'

/** How the rule tells versions apart: by subsets of one host, or by a host for each version. */
export interface Pattern {
  by: 'subset' | 'host'
  /** A destination of the rule on this service, as written, to take host and port from. */
  sibling: JsonObject
  host: string
}

/** Reads the pattern off the rule's own destinations. Throws `unsupported` where none is on this service. */
export function patternOf(context: RuleContext): Pattern {
  const { resolver, service, virtualService, written } = context
  const own = written.route.flatMap(({ destination }, index) => {
    const target = serviceOfHost(destination.host, virtualService.namespace)
    const backs = isBacking(resolver, destination.host, virtualService.namespace)
    return backs && target !== undefined ? [{ index, host: destination.host, target }] : []
  })
  const shared = own.find(({ target }) => target.name === service.name)
  const found = shared ?? own[0]
  if (found === undefined) {
    throw new DomainError('unsupported', `This rule sends nothing to ${service.name}.`)
  }
  return {
    by: shared === undefined ? 'host' : 'subset',
    sibling: objectOf(routeEntry(written, found.index).destination),
    host: found.host,
  }
}

/**
 * The Destination for a version that the rule does not have yet, from what is there already; undefined where its subset
 * or Service has to be made first. Throws `invalid` naming `field` for a version that nothing runs.
 */
export function findDestination(
  context: RuleContext,
  version: string,
  field: string,
): JsonObject | undefined {
  const pattern = patternOf(context)
  const found =
    pattern.by === 'host' ? perVersionHost(context, pattern, version) : subsetFor(context, pattern, version)
  if (found === undefined) requireVersion(context.view, context.service, version, field)
  return found
}

/** The same, where nothing may be made for it: throws `missing-destination`. */
export function destinationOfVersion(context: RuleContext, version: string, field: string): JsonObject {
  const found = findDestination(context, version, field)
  if (found !== undefined) return found
  throw new DomainError(
    'missing-destination',
    `Nothing routes to version ${version} of ${context.service.name}. Add the version to the rule first.`,
  )
}

function perVersionHost(context: RuleContext, pattern: Pattern, version: string): JsonObject | undefined {
  const { view, service, resolver } = context
  const { namespace, name } = service
  const backing = new Set(resolver.backing.map((each) => each.name))
  const found = view.list('services', namespace).find((candidate) => {
    const other = candidate.metadata.name
    const selector = selectorOf(candidate)
    const related = backing.has(other) || other.startsWith(`${name}-`)
    if (!related || other === name || selector === undefined) return false
    return versionSelected(view, namespace, selector) === version
  })
  if (found === undefined) return undefined
  return spelledLike(pattern, found.metadata.name)
}

/** A Destination on another Service, spelled as its sibling is: short, or with the same namespace and domain. */
export function spelledLike({ host, sibling }: Pattern, name: string): JsonObject {
  const [, ...domain] = host.split('.')
  const { port } = sibling
  return { host: [name, ...domain].join('.'), ...(port === undefined ? {} : { port }) }
}

function subsetFor(context: RuleContext, pattern: Pattern, version: string): JsonObject | undefined {
  for (const rule of destinationRulesOf(context.view, pattern.host, context.virtualService.namespace)) {
    const subset = subsetOfVersion(context, rule, version)
    if (subset !== undefined) return { ...pattern.sibling, subset }
  }
  return undefined
}

/** The name of the subset that selects exactly one version of the service. */
export function subsetOfVersion(
  { view, service }: Pick<RuleContext, 'view' | 'service'>,
  rule: DestinationRule,
  version: string,
): string | undefined {
  const selector = selectorOf(view.get('services', service.namespace, service.name))
  return rule.subsets.find(({ name, labels }) => {
    const chosen = narrowed(selector, labels)
    const tells = name !== '' && labels.size > 0 && chosen !== undefined
    return tells && versionSelected(view, service.namespace, chosen) === version
  })?.name
}
