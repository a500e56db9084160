import type { AuditBody } from '../../lib/domain/audit/event'
import type { ReleaseRecord } from '../../lib/domain/release/release'
import type { Route } from '../../lib/domain/traffic/model'
import type { OperationRecord } from '../../lib/domain/traffic/operation'

const service = { cluster: 'prod', namespace: 'shop', name: 'cart' }
const actor = { issuer: 'https://id.example', subject: 'u-1', name: 'Mia Keller' }
const at = '2026-11-20T10:00:00.000Z'

/** A valid audit body; give it an `id` of its own. */
export function sampleBody(body: Partial<AuditBody> & { id: string }): AuditBody {
  return { time: at, kind: 'intent', action: 'set-weights', result: 'pending', actor, ...body }
}

/** A running release of `prod/shop/cart`. */
export function sampleRelease(release: Partial<ReleaseRecord> & { id: string }): ReleaseRecord {
  return {
    version: 1,
    state: 'running',
    service,
    from: 'v1',
    to: 'v2',
    plan: {
      steps: [{ kind: 'weight', weight: 20 }],
      rules: [{ route: 'cart', rule: 'main' }],
      checks: [],
      settleSeconds: 60,
      onInconclusive: 'hold',
    },
    planHash: 'abc',
    attempt: 1,
    stepIndex: 0,
    stepServedSeconds: 0,
    before: [{ route: 'cart', rule: 'main', weights: { v1: 100, v2: 0 } }],
    expected: [],
    approvals: [],
    operations: [],
    log: [],
    createdAt: at,
    ...release,
  }
}

/** A pending move of the weights of `prod/shop/cart`. */
export function sampleOperation(operation: Partial<OperationRecord> & { id: string }): OperationRecord {
  return {
    action: 'set-weights',
    outcome: 'pending',
    service,
    route: 'cart',
    rule: 'main',
    before: { v1: 100, v2: 0 },
    after: { v1: 80, v2: 20 },
    diff: [],
    inverse: [],
    writes: [],
    revision: 'r1',
    findings: [],
    actor,
    at,
    ...operation,
  }
}

/** A route of Istio with one rule of no destinations. */
export function sampleRoute(revision: string): Route {
  return {
    id: 'cart',
    kind: 'VirtualService',
    name: 'cart',
    namespace: 'shop',
    dataPlane: 'istio',
    revision,
    hosts: ['cart'],
    gateways: [],
    capabilities: {
      weights: true,
      mirror: { percentStep: 1 },
      match: ['header'],
      fault: true,
      cutOver: false,
      addVersion: true,
    },
    rules: [{ id: 'main', match: [], total: 0, destinations: [], mirrors: [] }],
  }
}
