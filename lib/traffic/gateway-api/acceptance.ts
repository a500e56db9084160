import type { Route, RouteCondition } from '@/lib/domain/traffic/model'
import {
  arrayOf,
  isObject,
  numberOf,
  objectOf,
  stringOf,
  type JsonObject,
} from '@/lib/domain/traffic/untyped'
import { isGateway, isService, readParentRef, type GatewayRoute, type ParentRef } from './schema'

/** What one controller says about a route for one parent. */
interface ParentStatus {
  controller: string
  conditions: JsonObject[]
}

/** What controllers say about the route for each of its parents; a parent that nobody answers for is stale. */
export function conditionsOfRoute(route: GatewayRoute): Pick<Route, 'conditions'> {
  if (route.parents.length === 0) return {}
  return { conditions: route.parents.flatMap((parent) => conditionsOfParent(route, parent)) }
}

/** The entries of `status.parents` for a parent: each controller has its own. */
export function parentStatuses(route: GatewayRoute, parent: ParentRef): ParentStatus[] {
  return arrayOf(objectOf(route.object.status).parents)
    .filter((entry) => sameParent(readParentRef(objectOf(entry).parentRef, route.namespace), parent))
    .map((entry) => {
      const { controllerName, conditions } = objectOf(entry)
      return { controller: stringOf(controllerName) ?? '', conditions: arrayOf(conditions).filter(isObject) }
    })
}

/** A parent in words: `market-ingress/public`, `market-ingress/public/https`, `Service market/cart`. */
export function parentWords(parent: ParentRef): string {
  const place = [parent.namespace, parent.name, parent.sectionName ?? '']
    .filter((part) => part !== '')
    .join('/')
  if (isGateway(parent)) return place
  return isService(parent) ? `Service ${place}` : `${parent.kind} ${place}`
}

function sameParent(a: ParentRef, b: ParentRef): boolean {
  return (
    a.group === b.group &&
    a.kind === b.kind &&
    a.namespace === b.namespace &&
    a.name === b.name &&
    a.sectionName === b.sectionName &&
    a.port === b.port
  )
}

function conditionsOfParent(route: GatewayRoute, parent: ParentRef): RouteCondition[] {
  const statuses = parentStatuses(route, parent)
  if (statuses.length === 0) return [unanswered(parent)]
  return statuses.flatMap(({ conditions }) => {
    const found = (type: string) => conditions.filter((condition) => condition.type === type)
    const accepted = found('Accepted')
    return [
      ...(accepted.length === 0 ? [unanswered(parent)] : accepted.map((each) => read(route, parent, each))),
      ...found('ResolvedRefs').map((each) => read(route, parent, each)),
      // Unlike the others this one is good news only when it is false.
      ...found('PartiallyInvalid')
        .filter(({ status }) => status === 'True')
        .map((each) => ({ ...read(route, parent, each), ok: false })),
    ]
  })
}

function unanswered(parent: ParentRef): RouteCondition {
  return {
    parent: parentWords(parent),
    type: 'Accepted',
    ok: false,
    reason: 'Unanswered',
    message: 'No controller has looked at this route for this parent yet.',
    stale: true,
  }
}

function read(route: GatewayRoute, parent: ParentRef, condition: JsonObject): RouteCondition {
  const { generation } = route.object.metadata
  const observed = numberOf(condition.observedGeneration)
  return {
    parent: parentWords(parent),
    type: stringOf(condition.type) ?? '',
    ok: condition.status === 'True',
    reason: stringOf(condition.reason) ?? '',
    message: stringOf(condition.message) ?? '',
    stale: generation !== undefined && (observed === undefined || observed < generation),
  }
}
