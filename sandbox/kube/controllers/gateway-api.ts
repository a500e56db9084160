import { isObject, listAt, sameJson, textAt, valueAt, type JsonObject } from '../json'
import { gatewayApiKind, type Kind } from '../kinds'
import type { KubeObject } from '../objects'
import type { Change, Entry, Store } from '../store'
import { writeStatus } from './cluster-writes'
import { conditionsOf, fails, holds } from './conditions'
import { resolvedRefs } from './route-backends'
import { implementationOf, parentAnswer, type ParentAnswer } from './route-parents'
import { implementations } from './supported-features'
import type { WorkQueue } from './work-queue'

const classKind = gatewayApiKind('GatewayClass')
const gatewayKind = gatewayApiKind('Gateway')
const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'].map(gatewayApiKind)
const routeGroup = 'gateway.networking.k8s.io'

/** A change is answered after this long: a real controller takes some tenths of a second, too. */
const reactAfterMs = 150

interface Attached {
  gateway: string
  listener: string
}

const generationOf = (object: KubeObject): number => object.metadata.generation ?? 1

function say(store: Store, entry: Entry, status: JsonObject, manager: string): void {
  if (!sameJson(entry.object['status'], status)) writeStatus(store, entry, status, manager)
}

function answerClass(store: Store, entry: Entry): void {
  const controllerName = textAt(entry.object, 'spec', 'controllerName')
  const implementation = implementations.find((each) => each.controllerName === controllerName)
  if (implementation === undefined) return
  const accepted = holds('Accepted', implementation.acceptedMessage, implementation.acceptedReason)
  const status = {
    conditions: conditionsOf(entry.object['status'], generationOf(entry.object), [accepted]),
    supportedFeatures: implementation.supportedFeatures.map((name) => ({ name })),
  }
  say(store, entry, status, implementation.manager)
}

function listenerStatus(object: KubeObject, listener: unknown, attachedRoutes: number): JsonObject {
  const name = textAt(listener, 'name') ?? ''
  const before = listAt(object, 'status', 'listeners').find((each) => textAt(each, 'name') === name)
  const web = ['HTTP', 'HTTPS'].includes(textAt(listener, 'protocol') ?? '')
  const supported = web ? ['HTTPRoute', 'GRPCRoute'] : [`${textAt(listener, 'protocol') ?? ''}Route`]
  return {
    name,
    attachedRoutes,
    supportedKinds: supported.map((kind) => ({ group: routeGroup, kind })),
    conditions: conditionsOf(before, generationOf(object), [
      holds('Accepted', 'No errors found'),
      fails('Conflicted', 'NoConflicts', 'No errors found'),
      holds('Programmed', 'No errors found'),
      holds('ResolvedRefs', 'No errors found'),
    ]),
  }
}

function answerGateway(store: Store, entry: Entry, attached: readonly Attached[]): void {
  const { object } = entry
  const implementation = implementationOf(store, object)
  if (implementation === undefined) return
  const { name, namespace = '' } = object.metadata
  const here = attached.filter(({ gateway }) => gateway === `${namespace}/${name}`)
  const status = {
    addresses: [implementation.address(name, namespace)],
    conditions: conditionsOf(object['status'], generationOf(object), [
      holds('Accepted', 'Resource accepted'),
      holds(
        'Programmed',
        `Resource programmed, assigned to ${implementation.address(name, namespace).value}`,
      ),
    ]),
    listeners: listAt(object, 'spec', 'listeners').map((listener) => {
      const routes = here.filter((each) => each.listener === textAt(listener, 'name'))
      return listenerStatus(object, listener, routes.length)
    }),
  }
  say(store, entry, status, implementation.manager)
}

function parentStatus(store: Store, route: KubeObject, ref: JsonObject, answer: ParentAnswer): JsonObject {
  const { implementation, accepted } = answer
  const { controllerName } = implementation
  const before = listAt(route, 'status', 'parents').find(
    (each) => textAt(each, 'controllerName') === controllerName && sameJson(valueAt(each, 'parentRef'), ref),
  )
  const conditions = [accepted, resolvedRefs(store, route, implementation)]
  return { parentRef: ref, controllerName, conditions: conditionsOf(before, generationOf(route), conditions) }
}

/** Writes the route's status.parents, those of unknown controllers kept; answers where it is attached. */
function answerRoute(store: Store, entry: Entry): Attached[] {
  const route = entry.object
  const answers = listAt(route, 'spec', 'parentRefs')
    .filter(isObject)
    .flatMap((ref) => {
      const answer = parentAnswer(store, route, ref)
      return answer === undefined ? [] : [{ ref, answer }]
    })
  const own = implementations.map(({ controllerName }) => controllerName)
  const others = listAt(route, 'status', 'parents').filter(
    (each) => !own.includes(textAt(each, 'controllerName') ?? ''),
  )
  const parents = [...others, ...answers.map(({ ref, answer }) => parentStatus(store, route, ref, answer))]
  const [first] = answers
  if (first !== undefined || listAt(route, 'status', 'parents').length > 0)
    say(store, entry, { parents }, first?.answer.implementation.manager ?? 'gateway-controller')
  return answers.flatMap(({ ref, answer }) => {
    const gateway = `${textAt(ref, 'namespace') ?? route.metadata.namespace ?? ''}/${textAt(ref, 'name') ?? ''}`
    return answer.listeners.map((listener) => ({ gateway, listener }))
  })
}

/** Brings the status of every GatewayClass, Gateway and route up to date; what is right already is not written. */
export function reconcileGatewayApi(store: Store): void {
  const each = (kind: Kind): Entry[] => [...store.each(kind)]
  for (const entry of each(classKind)) answerClass(store, entry)
  const attached = routeKinds.flatMap(each).flatMap((entry) => answerRoute(store, entry))
  for (const entry of each(gatewayKind)) answerGateway(store, entry, attached)
}

/** Whether a change can alter a status: anything of the Gateway API or Traefik, a Service that comes or goes. */
function concerns({ type, entry }: Change): boolean {
  const { group, kind } = entry.kind
  if (group === routeGroup || group === 'traefik.io') return true
  return type !== 'MODIFIED' && group === '' && (kind === 'Service' || kind === 'Namespace')
}

/** Answers changes as the controllers of Istio and Traefik would, until closed. */
export function startGatewayApi(store: Store, queue: WorkQueue): { close(): void } {
  let timer: NodeJS.Timeout | undefined
  const later = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      queue.add('the Gateway API', () => reconcileGatewayApi(store))
    }, reactAfterMs)
  }
  const unsubscribe = store.subscribe((change) => {
    if (concerns(change)) later()
  })
  later()
  return {
    close: () => {
      unsubscribe()
      clearTimeout(timer)
    },
  }
}
