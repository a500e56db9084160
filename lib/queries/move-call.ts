import { apiPath } from './fetch-json'
import { servicePath, type ServiceRef } from './services'

interface MoveOptions {
  reason?: string | undefined
  expectedRevision?: string | undefined
}
interface OnRule extends MoveOptions {
  service: ServiceRef
  route: string
  rule: string
}

/** A move as the console asks for it; API.md "Moves". */
export type MoveRequest =
  | (OnRule & { kind: 'set-weights'; weights: Readonly<Record<string, number>>; total?: number | undefined })
  | (OnRule & { kind: 'add-destination'; version: string })
  | (OnRule & { kind: 'remove-destination'; key: string })
  | (OnRule & { kind: 'set-mirror'; to: string; percent: number })
  | (OnRule & { kind: 'remove-mirror' })
  | (MoveOptions & { kind: 'undo'; service: ServiceRef; operation: string })

export interface MoveCall {
  method: 'POST' | 'PUT' | 'DELETE'
  path: string
  body: Record<string, unknown>
}

/** The call that a move is; with `dryRun` nothing is changed and the patch comes back. */
export function moveCall(request: MoveRequest, dryRun = false): MoveCall {
  const shared = {
    ...(request.reason === undefined || request.reason.trim() === ''
      ? {}
      : { reason: request.reason.trim() }),
    ...(request.expectedRevision === undefined ? {} : { expectedRevision: request.expectedRevision }),
    ...(dryRun ? { dryRun: true } : {}),
  }
  if (request.kind === 'undo') {
    return { method: 'POST', path: apiPath('operations', request.operation, 'undo'), body: shared }
  }
  const below = (...parts: string[]) =>
    servicePath(request.service, 'routes', request.route, 'rules', request.rule, ...parts)
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
  }
}
