import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { compareWrites } from './audit-compare.mjs'
import { checkAudit, type AuditEvent, type RecordedOperation } from './audit-oracle.mjs'

const user = 'system:serviceaccount:aviary:aviary'
const object = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'cart',
}

function event(auditID: string, changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    auditID,
    stage: 'ResponseComplete',
    verb: 'patch',
    requestURI: '/apis/networking.istio.io/v1/namespaces/shop/virtualservices/cart?fieldManager=aviary',
    user: { username: user },
    objectRef: {
      apiGroup: 'networking.istio.io',
      apiVersion: 'v1',
      resource: 'virtualservices',
      namespace: 'shop',
      name: 'cart',
    },
    responseStatus: { code: 200 },
    ...changes,
  }
}

function operation(id: string, outcome: string, results: string[]): RecordedOperation {
  const writes = results.map((result, index) => ({ object, auditId: `${id}-${index + 1}`, result }))
  return { id, outcome, writes }
}

function problems(events: AuditEvent[], operations: RecordedOperation[]): string[] {
  return compareWrites({ events, user, operations }).problems
}

test('an applied write that the cluster accepted once is no problem', () => {
  const events = [event('op1-1', { stage: 'RequestReceived' }), event('op1-1')]
  expect(problems(events, [operation('op1', 'applied', ['applied'])])).toEqual([])
})

test('a refused attempt followed by an accepted one is no problem', () => {
  const events = [event('op1-1', { responseStatus: { code: 409 } }), event('op1-2')]
  expect(problems(events, [operation('op1', 'applied', ['conflict', 'applied'])])).toEqual([])
})

test('dry runs, access reviews, reads and other users are left out', () => {
  const events = [
    event('a', {
      requestURI: '/apis/networking.istio.io/v1/virtualservices/cart?fieldManager=aviary&dryRun=All',
    }),
    event('b', {
      verb: 'create',
      objectRef: { apiGroup: 'authorization.k8s.io', resource: 'subjectaccessreviews' },
    }),
    event('c', { user: { username: 'admin' } }),
    event('d', { verb: 'get' }),
  ]
  expect(problems(events, [])).toEqual([])
})

test('an accepted write that no operation knows is a problem', () => {
  expect(problems([event('stray')], [operation('op1', 'applied', [])])).toEqual([
    'The cluster accepted a patch of virtualservices shop/cart with Audit-ID stray, but no operation has such a write.',
  ])
})

test('an accepted write that two operations claim is a problem', () => {
  const twice = operation('op1', 'applied', ['applied'])
  const [problem, ...more] = problems([event('op1-1')], [twice, { ...twice, id: 'op2' }])
  expect(problem).toContain('claimed 2 times: by op1, op2')
  expect(more).toEqual([])
})

test('one Audit-ID accepted twice is a problem', () => {
  expect(problems([event('op1-1'), event('op1-1')], [operation('op1', 'applied', ['applied'])])).toEqual([
    'The cluster accepted 2 writes with the same Audit-ID op1-1.',
  ])
})

test('an applied write that the cluster refused or never saw is a problem', () => {
  const refused = event('op1-1', { responseStatus: { code: 422 } })
  const expected = [
    expect.stringContaining('result applied, but the cluster accepted no such write') as string,
  ]
  expect(problems([refused], [operation('op1', 'applied', ['applied'])])).toEqual(expected)
  expect(problems([], [operation('op1', 'failed', ['applied'])])).toEqual(expected)
})

test.each(['not-applied', 'conflict'])('an operation %s whose write was accepted is a problem', (outcome) => {
  expect(problems([event('op1-1')], [operation('op1', outcome, ['unknown'])])).toEqual([
    expect.stringContaining(`counts as ${outcome}, but the cluster accepted it`),
  ])
})

test('a write recorded as refused inside a failed operation must not have been accepted', () => {
  const events = [event('op1-1'), event('op1-2')]
  expect(problems(events, [operation('op1', 'failed', ['applied', 'not-applied'])])).toEqual([
    expect.stringContaining('Audit-ID op1-2 that counts as not-applied'),
  ])
})

test('a write of another object than the recorded one is a problem', () => {
  const other = event('op1-1', { objectRef: { ...event('').objectRef, name: 'checkout' } })
  expect(problems([other], [operation('op1', 'applied', ['applied'])])).toEqual([
    expect.stringContaining('but the cluster accepted it for virtualservices shop/checkout'),
  ])
})

test('kinds are matched with their resources, and a created name may come from the answer', () => {
  const gateway = { ...object, kind: 'Gateway', name: 'edge' }
  const created = event('op1-1', {
    verb: 'create',
    objectRef: { apiGroup: 'networking.istio.io', apiVersion: 'v1', resource: 'gateways', namespace: 'shop' },
    responseObject: { metadata: { name: 'edge' } },
    responseStatus: { code: 201 },
  })
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'cart-v2' }
  const scaled = event('op1-2', {
    objectRef: {
      apiGroup: 'apps',
      apiVersion: 'v1',
      resource: 'deployments',
      namespace: 'shop',
      name: 'cart-v2',
    },
  })
  const writes = [
    { object: gateway, auditId: 'op1-1', result: 'applied' },
    { object: deployment, auditId: 'op1-2', result: 'applied' },
  ]
  expect(problems([created, scaled], [{ id: 'op1', outcome: 'applied', writes }])).toEqual([])
})

test('a last line that is still being written is left for the next reading', async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'aviary-audit-'))
  try {
    const auditLog = path.join(dir, 'audit.log')
    await writeFile(auditLog, `${JSON.stringify(event('op1-1'))}\n{"kind":"Ev`)
    const operations = [operation('op1', 'applied', ['applied'])]
    expect(await checkAudit({ auditLog, user, operations })).toEqual({ problems: [] })
  } finally {
    await rm(dir, { recursive: true })
  }
})
