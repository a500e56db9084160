import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AccessReview } from './access-review'
import { createAccessReview } from './access-review'
import { openConnection, type KubeConnection } from './connection'
import { TestApiServer } from './test-api-server'
import { TestKubeconfig } from './test-kubeconfig'

const object = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'reviews',
}
const subject = { user: 'max', groups: ['ops'] }

let server: TestApiServer
let config: TestKubeconfig
let connection: KubeConnection
let review: AccessReview

beforeEach(async () => {
  server = await TestApiServer.start()
  config = new TestKubeconfig(`http://127.0.0.1:${server.port}`, { name: 'demo' })
  connection = openConnection({ kubeconfig: config.path, version: '1' })
  review = createAccessReview({ cluster: 'demo', fetch: connection.fetch, timeoutMs: 200 })
})
afterEach(async () => {
  await connection.close()
  await server.close()
  config.remove()
})

const answer = (status: number, body: unknown) => {
  server.override = () => ({ status, body })
}
const said = (status: unknown) => answer(201, { kind: 'SubjectAccessReview', status })

it('asks about the person for exactly that object', async () => {
  said({ allowed: true })
  expect(await review(subject, { verb: 'patch', object })).toEqual({ allowed: true })
  const [asked] = server.requests
  expect([asked?.method, asked?.url.pathname]).toEqual([
    'POST',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
  ])
  expect(JSON.parse(asked?.body ?? '')).toMatchObject({
    kind: 'SubjectAccessReview',
    spec: {
      user: 'max',
      groups: ['ops'],
      resourceAttributes: {
        verb: 'patch',
        group: 'networking.istio.io',
        version: 'v1',
        resource: 'virtualservices',
        namespace: 'shop',
        name: 'reviews',
      },
    },
  })
})

it('asks about no name where an object is yet to be made, and about the core group by its empty name', async () => {
  said({ allowed: true })
  await review(subject, { verb: 'create', object: { ...object, apiVersion: 'v1', kind: 'Service' } })
  const { spec } = JSON.parse(server.requests[0]?.body ?? '') as { spec: { resourceAttributes: object } }
  expect(spec.resourceAttributes).toEqual({
    verb: 'create',
    group: '',
    version: 'v1',
    resource: 'services',
    namespace: 'shop',
  })
})

it.each([
  [
    { allowed: false, reason: 'no rule' },
    { allowed: false, reason: 'no rule' },
  ],
  [{ allowed: true, denied: true }, { allowed: false }],
  [{ allowed: 'true' }, { allowed: false }],
  [{}, { allowed: false }],
  [
    { allowed: false, reason: '', evaluationError: 'webhook away' },
    { allowed: false, reason: 'webhook away' },
  ],
])('only a plain yes is one: %j', async (status, wanted) => {
  said(status)
  expect(await review(subject, { verb: 'patch', object })).toEqual(wanted)
})

it.each([
  [403, { kind: 'Status', message: 'no' }, 'cluster-refused'],
  [429, { kind: 'Status', message: 'later' }, 'cluster-busy'],
  [500, { kind: 'Status', message: 'etcd' }, 'cluster-unavailable'],
  [404, { kind: 'Status', message: 'not served' }, 'cluster-unavailable'],
  [422, { kind: 'Status', message: 'odd' }, 'cluster-unavailable'],
  [201, 'no JSON', 'cluster-unavailable'],
  [201, { kind: 'SubjectAccessReview' }, 'cluster-unavailable'],
])('an answer %i %j is %s', async (status, body, code) => {
  answer(status, body)
  await expect(review(subject, { verb: 'patch', object })).rejects.toMatchObject({ code })
})

it.each(['hang', 'cut'] as const)('no answer (%s) is never an unknown outcome', async (how) => {
  server.override = () => how
  await expect(review(subject, { verb: 'delete', object })).rejects.toMatchObject({
    code: 'cluster-unavailable',
  })
})
