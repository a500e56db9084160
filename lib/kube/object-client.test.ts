import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DomainError } from '@/lib/domain/errors'
import type { JsonPatch, KubeObject } from '@/lib/domain/kube'
import { UnknownOutcome, type ObjectClient } from '@/lib/domain/ports'
import { openConnection, type KubeConnection } from './connection'
import { createObjectClient } from './object-client'
import { TestApiServer } from './test-api-server'
import { TestKubeconfig } from './test-kubeconfig'

const REF = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'reviews',
}
const PATH = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices/reviews'
const PATCH: JsonPatch = [{ op: 'replace', path: '/spec/http/0/route/0/weight', value: 90 }]
const OBJECT = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: {
    name: 'reviews',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '7',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    managedFields: [
      { manager: 'kubectl', operation: 'Update', time: '2026-11-20T10:00:00Z', fieldsV1: { 'f:spec': {} } },
      { manager: 'pilot', operation: 'Update', time: '2026-11-20T12:00:00Z', subresource: 'status' },
      {
        manager: 'old-pilot',
        operation: 'Update',
        time: '2026-11-20T12:00:00Z',
        fieldsV1: { 'f:status': {} },
      },
    ],
  },
  spec: { http: [], unknownField: 1 },
}

let server: TestApiServer
let config: TestKubeconfig
let connection: KubeConnection
let client: ObjectClient

beforeEach(async () => {
  server = await TestApiServer.start()
  config = new TestKubeconfig(`http://127.0.0.1:${server.port}`, { name: 'demo' })
  connection = openConnection({ kubeconfig: config.path, version: '1' })
  client = createObjectClient({ cluster: 'demo', fetch: connection.fetch, timeoutMs: 200 })
})
afterEach(async () => {
  await connection.close()
  await server.close()
  config.remove()
})

function answer(status: number, body: unknown, headers?: Record<string, string>): void {
  server.override = () => ({ status, body, ...(headers && { headers }) })
}

function status(code: number, reason: string, message: string, details?: unknown): unknown {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message,
    ...(details ? { details } : {}),
  }
}

const failure = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error)
const patch = () => failure(client.patch(REF, PATCH, { auditId: 'op-1' }))

describe('requests', () => {
  it('reads an object as served, with its last writer in place of managedFields', async () => {
    answer(200, OBJECT)
    const { managedFields: _managedFields, ...metadata } = OBJECT.metadata
    expect(await client.get(REF)).toEqual({
      ...OBJECT,
      metadata,
      lastWriter: { manager: 'kubectl', time: '2026-11-20T10:00:00Z' },
    })
    expect(server.requests[0]?.url.pathname).toBe(PATH)
  })

  it('answers undefined for an object that is not there', async () => {
    answer(404, status(404, 'NotFound', 'virtualservices "reviews" not found'))
    expect(await client.get(REF)).toBeUndefined()
  })

  it('sends a JSON Patch with field manager and Audit-ID', async () => {
    answer(200, OBJECT)
    await client.patch(REF, PATCH, { auditId: 'op-1' })
    await client.patch(REF, PATCH, { dryRun: true })
    const [sent, tried] = server.requests
    expect(sent?.method).toBe('PATCH')
    expect(sent?.url.search).toBe('?fieldManager=aviary')
    expect(sent?.headers).toMatchObject({ 'content-type': 'application/json-patch+json', 'audit-id': 'op-1' })
    expect(JSON.parse(sent?.body ?? '')).toEqual(PATCH)
    expect(tried?.url.search).toBe('?fieldManager=aviary&dryRun=All')
    expect(tried?.headers['audit-id']).toBeUndefined()
  })

  it('creates without what the server fills in, and deletes only the version that was read', async () => {
    answer(201, OBJECT)
    const body: KubeObject = { ...OBJECT, lastWriter: { manager: 'x', time: '2026-11-20T10:00:00Z' } }
    await client.create(body, { auditId: 'op-2' })
    const made = server.requests[0]
    expect(made?.url.pathname).toBe('/apis/networking.istio.io/v1/namespaces/shop/virtualservices')
    expect(JSON.parse(made?.body ?? '')).toEqual({
      apiVersion: OBJECT.apiVersion,
      kind: OBJECT.kind,
      metadata: { name: 'reviews', namespace: 'shop', annotations: OBJECT.metadata.annotations },
      spec: OBJECT.spec,
    })
    await client.delete(REF, { uid: 'u1', resourceVersion: '7', dryRun: true })
    expect(JSON.parse(server.requests[1]?.body ?? '')).toEqual({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid: 'u1', resourceVersion: '7' },
      dryRun: ['All'],
    })
  })

  it.each(['..', 'a/b', '', '%2e%2e'])('never sends the name %j', async (name) => {
    await expect(client.patch({ ...REF, name }, PATCH, {})).rejects.toMatchObject({ code: 'invalid' })
    expect(server.requests).toHaveLength(0)
  })

  it('refuses kinds that it does not know', async () => {
    await expect(client.get({ ...REF, kind: 'Secret' })).rejects.toMatchObject({ code: 'unsupported' })
  })
})

describe('errors', () => {
  it.each([
    [401, 'Unauthorized', 'Unauthorized', undefined, 'cluster-refused'],
    [
      403,
      'Forbidden',
      'virtualservices "reviews" is forbidden: User "x" cannot patch',
      undefined,
      'cluster-refused',
    ],
    [
      403,
      'Forbidden',
      'admission webhook "gate.example.com" denied the request: no',
      undefined,
      'rejected-by-cluster',
    ],
    [
      400,
      'BadRequest',
      'admission webhook "v.example.com" does not support dry run',
      undefined,
      'rejected-by-cluster',
    ],
    [
      500,
      'InternalError',
      'failed calling webhook "v.example.com": no endpoints',
      undefined,
      'rejected-by-cluster',
    ],
    [404, 'NotFound', 'virtualservices "reviews" not found', { name: 'reviews' }, 'not-found'],
    [
      409,
      'Conflict',
      'Operation cannot be fulfilled: the object has been modified',
      { name: 'reviews' },
      'conflict',
    ],
    [422, 'Invalid', 'the server rejected our request due to an error in our request', {}, 'conflict'],
    [422, 'Invalid', 'the server rejected our request due to an error in our request', undefined, 'conflict'],
    [
      422,
      'Invalid',
      'VirtualService "reviews" is invalid: spec.http[0].route[0].weight: Invalid value: "string"',
      { name: 'reviews', kind: 'VirtualService', causes: [{ field: 'spec' }] },
      'rejected-by-cluster',
    ],
    [413, 'RequestEntityTooLarge', 'limit is 3145728', undefined, 'rejected-by-cluster'],
    [
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format',
      undefined,
      'rejected-by-cluster',
    ],
    [
      503,
      'ServiceUnavailable',
      'the server is currently unable to handle the request',
      undefined,
      'cluster-unavailable',
    ],
  ])('%i %s "%s" is a fault of the right kind', async (code, reason, message, details, expected) => {
    answer(code, status(code, reason, message, details))
    const error = await patch()
    expect(error).toBeInstanceOf(DomainError)
    expect(error).toMatchObject({ code: expected })
    expect((error as Error).message).toContain('cluster "demo", namespace "shop"')
    expect((error as Error).message).toContain(message)
  })

  it('says how long to wait when the cluster is busy', async () => {
    answer(429, status(429, 'TooManyRequests', 'please try again later'), { 'retry-after': '7' })
    expect(await patch()).toMatchObject({ code: 'cluster-busy', extras: { retryAfterSeconds: 7 } })
    answer(429, status(429, 'TooManyRequests', 'please try again later', { retryAfterSeconds: 3 }))
    expect(await patch()).toMatchObject({ code: 'cluster-busy', extras: { retryAfterSeconds: 3 } })
  })

  it.each([500, 502, 504])('does not claim to know what a write did after a %i', async (code) => {
    answer(code, status(code, 'InternalError', 'etcdserver: request timed out'))
    expect(await patch()).toBeInstanceOf(UnknownOutcome)
    expect(await failure(client.patch(REF, PATCH, { dryRun: true }))).toMatchObject({
      code: 'cluster-unavailable',
    })
    expect(await failure(client.get(REF))).toMatchObject({ code: 'cluster-unavailable' })
  })

  it.each(['hang', 'cut'] as const)(
    'does not claim to know what a write did when the answer is lost (%s)',
    async (how) => {
      server.override = () => how
      const error = await patch()
      expect(error).toBeInstanceOf(UnknownOutcome)
      expect((error as Error).message).toContain('cluster "demo", namespace "shop"')
      expect(await failure(client.get(REF))).toMatchObject({ code: 'cluster-unavailable' })
      expect(await failure(client.patch(REF, PATCH, { dryRun: true }))).toMatchObject({
        code: 'cluster-unavailable',
      })
    },
  )

  it('knows that nothing happened when the connection was refused', async () => {
    const { port } = server
    await server.close()
    expect(await patch()).toMatchObject({ code: 'cluster-unavailable' })
    await server.listen(port)
  })

  it('keeps a proxy page short and does not read success into nonsense', async () => {
    answer(413, `<html>${'x'.repeat(5000)}</html>`)
    expect(((await patch()) as Error).message.length).toBeLessThan(1300)
    answer(200, 'not json')
    expect(await patch()).toBeInstanceOf(UnknownOutcome)
    expect(await failure(client.get(REF))).toMatchObject({ code: 'cluster-unavailable' })
  })
})
