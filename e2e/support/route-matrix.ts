import type { Role } from './target'

/** Who may call an operation, and what they are answered where the path names nothing that is there. */
export interface Row {
  may: readonly Role[]
  then: number
  /** A query without which nobody gets past 400. */
  query?: string
  /** A body that would work, for those who may not. */
  body?: object
}

const everybody: Role[] = ['viewer', 'on-call', 'release-manager', 'approver', 'auditor', 'admin']
const stopping: Role[] = ['on-call', 'release-manager', 'admin']
const releasing: Role[] = ['release-manager', 'admin']
const approving: Role[] = ['approver', 'admin']
const auditing: Role[] = ['auditor', 'admin']
const owning: Role[] = ['admin']

const list = (query?: string): Row => ({
  may: everybody,
  then: 200,
  ...(query === undefined ? {} : { query }),
})
const one: Row = { may: everybody, then: 404 }
/** Something named by the path. */
const on = (may: readonly Role[], body: object = {}): Row => ({ may, then: 404, body })
/** Something that the body describes: who may is told what is wrong with a body that is not acceptable. */
const make = (may: readonly Role[], body: object): Row => ({ may, then: 422, body })

const service = '/services/{c}/{ns}/{name}'
const route = `${service}/routes/{route}`
const rule = `${route}/rules/{rule}`
const soon = new Date(Date.now() + 3_600_000).toISOString()
const span = `?from=${new Date(Date.now() - 60_000).toISOString()}&to=${new Date().toISOString()}`
const plan = { preset: 'linear' }

/**
 * API.md's table of roles and verbs, operation by operation, written down by hand: it must not come from the code that
 * it judges. An operation of the served document without a row here fails the test.
 */
export const routeMatrix: Record<string, Row> = {
  'GET /me': list(),
  'GET /me/can': list('?verb=view'),
  'GET /tokens': list(),
  'POST /tokens': make(everybody, { name: 'e2e', role: 'viewer', expires: soon }),
  'DELETE /tokens/{id}': { may: everybody, then: 404 },
  'GET /sessions': list(),
  'DELETE /sessions/{id}': { may: everybody, then: 404 },
  'GET /policies': { may: auditing, then: 200 },
  'PUT /policies': make(owning, { text: 'bindings: []', reason: 'e2e' }),
  'GET /policies/schema': list(),
  'GET /release-rules': list(),
  'GET /policies/{revision}': { may: auditing, then: 404 },
  'POST /policies/{revision}/approve': on(owning),
  'POST /policies/{revision}/reject': on(owning),
  'GET /openapi.json': list(),
  'GET /schemas/plan': list(),
  'GET /events': list(),
  'GET /metrics': list(),

  'GET /clusters': list(),
  'GET /clusters/{c}/namespaces': one,
  'GET /services': list(),
  [`GET ${service}`]: one,
  [`GET ${service}/metrics`]: one,
  [`GET ${service}/links`]: one,
  [`GET ${service}/timeline`]: one,
  [`GET ${route}/manifest`]: one,
  'GET /findings': list(),
  'GET /topology': list(),
  'GET /topology/marks': list(span),
  'POST /topology/figures': make(everybody, { edges: [] }),

  [`PUT ${rule}/weights`]: on(stopping, { weights: { v1: 50, v2: 50 } }),
  [`POST ${rule}/destinations`]: on(releasing, { version: 'v2' }),
  [`DELETE ${rule}/destinations/{key}`]: on(releasing),
  [`PUT ${rule}/mirror`]: on(releasing, { to: 'v2', percent: 100 }),
  [`DELETE ${rule}/mirror`]: on(stopping),
  [`PUT ${rule}/fault`]: on(releasing, { abort: { percent: 100, status: 503 } }),
  [`DELETE ${rule}/fault`]: on(stopping),
  [`POST ${route}/matches`]: on(releasing, { name: 'e2e', to: 'v2', when: [{ header: 'x', exact: 'y' }] }),
  [`DELETE ${route}/matches/{rule}`]: on(releasing),
  [`POST ${route}/cut-over`]: on(releasing, { to: 'v2' }),
  [`POST ${service}/scale`]: on(releasing, { version: 'v2', replicas: 0 }),
  'POST /routes': make(owning, { service: {}, dataPlane: 'istio', stable: 'v1', versions: ['v1', 'v2'] }),
  'DELETE /routes/{c}/{ns}/{name}/{route}': on(owning),

  'GET /operations': list(),
  'GET /operations/{id}': one,
  'POST /operations/{id}/undo': on(releasing),
  'GET /rollouts': list(),
  'GET /rollouts/{id}': one,
  'POST /rollouts/{id}/pause': on(stopping),
  'POST /rollouts/{id}/resume': on(releasing),
  'POST /rollouts/{id}/undo': on(releasing),

  'GET /releases': list(),
  'POST /releases': make(releasing, { service: {}, from: 'v1', to: 'v2', plan }),
  'GET /releases/{id}': one,
  'DELETE /releases/{id}': on(releasing),
  'POST /releases/{id}/start': on(releasing),
  'POST /releases/{id}/pause': on(stopping),
  'POST /releases/{id}/resume': on(releasing),
  'POST /releases/{id}/promote': on(releasing),
  'POST /releases/{id}/promote-full': on(owning),
  'POST /releases/{id}/abort': on(stopping),
  'POST /releases/{id}/retry': on(releasing),
  'POST /releases/{id}/undo': on(releasing),
  'POST /releases/{id}/retire': on(releasing),
  'PUT /releases/{id}/weight': on(stopping, { weight: 50 }),
  'POST /releases/{id}/approvals': on(approving, { decision: 'approve', planHash: 'x' }),
  'GET /releases/{id}/measurements': one,
  'GET /releases/{id}/export': one,
  'GET /releases/{id}/report': { may: auditing, then: 404 },
  'GET /waiting': list(),
  'GET /templates': list(),
  'POST /templates': make(releasing, { name: 'e2e-denied', plan }),
  'GET /templates/{name}': one,
  'GET /calls': list(),
  'POST /calls/{id}/retry': on(owning),

  'GET /audit': { may: auditing, then: 200 },
  'GET /audit/verify': { may: auditing, then: 200 },
  'GET /audit/export': { may: auditing, then: 200, query: '?format=jsonl' },
  'GET /audit/{seq}': { may: auditing, then: 404 },
  'GET /audit/checkpoints': { may: auditing, then: 200 },
  'GET /audit/incidents': { may: auditing, then: 200 },
  'POST /audit/incidents/{id}/acknowledge': on(owning, { reason: 'e2e' }),
}
