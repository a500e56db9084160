import type { CreateRouteBody, SetFaultBody, SetMatchBody } from '../contracts/moves'
import type { RolloutVerbDto } from '../contracts/rollouts'
import type { z } from 'zod'
import { apiPath } from './fetch-json'
import { servicePath, type ServiceRef } from './services'

interface MoveOptions {
  reason?: string | undefined
  expectedRevision?: string | undefined
  /** Against the controller that drives the route; needs the permission and a reason. */
  override?: boolean | undefined
}
interface OnService extends MoveOptions {
  service: ServiceRef
}
interface OnRoute extends OnService {
  route: string
}
interface OnRule extends OnRoute {
  rule: string
}
type Match = Pick<z.input<typeof SetMatchBody>, 'name' | 'to' | 'when'>
type Fault = Pick<z.input<typeof SetFaultBody>, 'delay' | 'abort'>
type RolloutVerb = z.output<typeof RolloutVerbDto>
type NewRoute = Omit<z.input<typeof CreateRouteBody>, 'service' | 'reason' | 'dryRun'>

/** A move as the console asks for it; API.md "Moves". */
export type MoveRequest =
  | (OnRule & { kind: 'set-weights'; weights: Readonly<Record<string, number>>; total?: number | undefined })
  | (OnRule & { kind: 'add-destination'; version: string })
  | (OnRule & { kind: 'remove-destination'; key: string })
  | (OnRule & { kind: 'set-mirror'; to: string; percent: number })
  | (OnRule & { kind: 'remove-mirror' })
  | (OnRoute & { kind: 'set-match'; match: Match })
  | (OnRule & { kind: 'remove-match' })
  | (OnRule & { kind: 'set-fault'; fault: Fault })
  | (OnRule & { kind: 'remove-fault' })
  | (OnRoute & { kind: 'cut-over'; to: string })
  | (OnService & { kind: 'scale'; version: string; replicas: number })
  | (OnService & { kind: 'create-route'; wanted: NewRoute })
  | (OnRoute & { kind: 'remove-route' })
  | (OnService & { kind: 'undo'; operation: string })
  | (OnService & { kind: 'rollout-verb'; id: string; verb: RolloutVerb })

export interface MoveCall {
  method: 'POST' | 'PUT' | 'DELETE'
  path: string
  body: Record<string, unknown>
}

/** The call that a move is; with `dryRun` nothing is changed and the patch comes back. */
export function moveCall(request: MoveRequest, dryRun = false): MoveCall {
  const reason = request.reason?.trim() ?? ''
  const options = {
    ...(reason === '' ? {} : { reason }),
    ...(dryRun ? { dryRun: true } : {}),
    ...(request.override === true ? { override: true } : {}),
  }
  const { expectedRevision } = request
  const shared = { ...options, ...(expectedRevision === undefined ? {} : { expectedRevision }) }
  switch (request.kind) {
    case 'undo':
      return { method: 'POST', path: apiPath('operations', request.operation, 'undo'), body: shared }
    case 'rollout-verb':
      return { method: 'POST', path: apiPath('rollouts', request.id, request.verb), body: shared }
    case 'scale': {
      const { service, version, replicas } = request
      return { method: 'POST', path: servicePath(service, 'scale'), body: { version, replicas, ...shared } }
    }
    case 'create-route': {
      const { service, wanted } = request
      return { method: 'POST', path: apiPath('routes'), body: { service, ...wanted, ...options } }
    }
    case 'remove-route': {
      const { cluster, namespace, name } = request.service
      return {
        method: 'DELETE',
        path: apiPath('routes', cluster, namespace, name, request.route),
        body: shared,
      }
    }
    case 'set-match':
      return { method: 'POST', path: belowRoute(request, 'matches'), body: { ...request.match, ...shared } }
    case 'cut-over':
      return { method: 'POST', path: belowRoute(request, 'cut-over'), body: { to: request.to, ...shared } }
    default:
      return ruleCall(request, shared)
  }
}

const belowRoute = ({ service, route }: OnRoute, ...parts: string[]) =>
  servicePath(service, 'routes', route, ...parts)

function ruleCall(request: Extract<MoveRequest, OnRule>, shared: Record<string, unknown>): MoveCall {
  const below = (...parts: string[]) => belowRoute(request, 'rules', request.rule, ...parts)
  switch (request.kind) {
    case 'set-weights': {
      const total = request.total === undefined ? {} : { total: request.total }
      return {
        method: 'PUT',
        path: below('weights'),
        body: { weights: request.weights, ...total, ...shared },
      }
    }
    case 'add-destination':
      return { method: 'POST', path: below('destinations'), body: { version: request.version, ...shared } }
    case 'remove-destination':
      return { method: 'DELETE', path: below('destinations', request.key), body: shared }
    case 'set-mirror':
      return {
        method: 'PUT',
        path: below('mirror'),
        body: { to: request.to, percent: request.percent, ...shared },
      }
    case 'remove-mirror':
      return { method: 'DELETE', path: below('mirror'), body: shared }
    case 'remove-match':
      return { method: 'DELETE', path: belowRoute(request, 'matches', request.rule), body: shared }
    case 'set-fault':
      return { method: 'PUT', path: below('fault'), body: { ...request.fault, ...shared } }
    case 'remove-fault':
      return { method: 'DELETE', path: below('fault'), body: shared }
  }
}
