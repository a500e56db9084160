import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listAt, numberAt, textAt, valueAt } from './json'
import { jsonPatch, mergePatch, reviews, routes, strangerToken, TestCluster } from './test-cluster'

let cluster: TestCluster
beforeEach(async () => {
  cluster = await TestCluster.start()
})
afterEach(() => cluster.stop())

const route = `${routes}/reviews`
const create = () => cluster.call('POST', routes, { body: reviews() })
const weight = '/spec/http/0/route/0/weight'
const patch = (body: unknown, query = '', type = jsonPatch) =>
  cluster.call('PATCH', route + query, { type, body })

describe('JSON patch', () => {
  it('applies under a field manager and counts the generation of the spec only', async () => {
    await create()
    const change = [
      { op: 'test', path: weight, value: 90 },
      { op: 'replace', path: weight, value: 80 },
      { op: 'add', path: '/metadata/annotations', value: { 'aviary.dev/operation': 'op-1' } },
    ]
    const { code, body } = await patch(change, '?fieldManager=aviary')
    expect(code).toBe(200)
    expect(numberAt(body, 'metadata', 'generation')).toBe(2)
    const fields = listAt(body, 'metadata', 'managedFields')
    expect(fields.map((field) => textAt(field, 'manager'))).toEqual(['aviary', 'tests'])
    expect(valueAt(fields[0], 'fieldsV1', 'f:spec')).toEqual({ 'f:http': {} })
    expect(valueAt(fields[1], 'fieldsV1', 'f:spec')).toEqual({ '.': {}, 'f:hosts': {} })
    const annotated = await patch([{ op: 'add', path: '/metadata/annotations/a', value: 'b' }])
    expect(numberAt(annotated.body, 'metadata', 'generation')).toBe(2)
  })

  it('answers a failed test with a 422 without details and changes nothing', async () => {
    const before = (await create()).body
    const failed = await patch([
      { op: 'replace', path: weight, value: 80 },
      { op: 'test', path: weight, value: 1 },
    ])
    expect(failed.code).toBe(422)
    expect(failed.body).toMatchObject({
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
      details: {},
    })
    expect((await cluster.call('GET', route)).body).toEqual(before)
  })

  it('answers a stale resourceVersion with a 409', async () => {
    const { body } = await create()
    const read = textAt(body, 'metadata', 'resourceVersion')
    const withVersion = [
      { op: 'replace', path: '/metadata/resourceVersion', value: read },
      { op: 'replace', path: weight, value: 80 },
    ]
    expect((await patch(withVersion)).code).toBe(200)
    const stale = await patch(withVersion)
    expect(stale.code).toBe(409)
    expect(stale.body).toMatchObject({
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on virtualservices.networking.istio.io "reviews": the object has been modified; please apply your changes to the latest version and try again',
    })
  })

  it('gives no new resourceVersion to a patch that changes nothing', async () => {
    const { body } = await create()
    expect((await patch([{ op: 'replace', path: weight, value: 90 }])).body).toEqual(body)
  })

  it.each([
    [{ op: 'add' }, 400],
    ['[{', 400],
    [[{ op: 'frob', path: '/spec/a' }], 422],
    [[{ op: 'remove', path: '/spec/absent' }], 422],
    [[{ op: 'add', path: '/spec/a/b/c', value: 1 }], 422],
    [[{ op: 'test', path: '/spec/http/9', value: 1 }], 422],
    [[{ op: 'test', path: '/spec/tls', value: null }], 200],
  ])('answers %j with %i', async (body, code) => {
    await create()
    expect((await patch(body)).code).toBe(code)
  })
})

describe('validation', () => {
  const weights = (value: unknown) => [{ op: 'replace', path: weight, value }]

  it.each([101, -1])('accepts a weight of %i, as Istio’s own schema does', async (value) => {
    await create()
    expect((await patch(weights(value))).code).toBe(200)
  })

  it('refuses a weight in quotes with its cause', async () => {
    await create()
    const { code, body } = await patch(weights('12'))
    expect(code).toBe(422)
    expect(listAt(body, 'details', 'causes')).toEqual([
      {
        reason: 'FieldValueTypeInvalid',
        message:
          'Invalid value: "string": spec.http[0].route[0].weight in body must be of type integer: "string"',
        field: 'spec.http[0].route[0].weight',
      },
    ])
  })

  it('names a missing field and an ambiguous match', async () => {
    await create()
    const rule = { route: [{ weight: 1 }], match: [{ uri: { exact: 'a', prefix: 'b' } }] }
    const { body } = await patch({ spec: { http: [rule] } }, '', mergePatch)
    const fields = listAt(body, 'details', 'causes').map((cause) => textAt(cause, 'field'))
    expect(fields.sort()).toEqual(['<nil>', 'spec.http[0].route[0].destination'])
  })

  it('prunes unknown fields with a warning, or refuses them in strict mode', async () => {
    const body = reviews({ made: 'up' })
    const strict = await cluster.call('POST', `${routes}?fieldValidation=Strict`, { body })
    expect(strict.code).toBe(400)
    expect(textAt(strict.body, 'message')).toContain('strict decoding error: unknown field "spec.made"')
    const lax = await cluster.call('POST', routes, { body })
    expect(lax.headers['warning']).toContain('unknown field \\"spec.made\\"')
    expect(valueAt(lax.body, 'spec', 'made')).toBeUndefined()
  })
})

describe('dry runs', () => {
  it('answer as the write would and store nothing', async () => {
    const { body } = await create()
    const dry = await patch([{ op: 'replace', path: weight, value: 5 }], '?dryRun=All')
    expect(numberAt(dry.body, 'metadata', 'generation')).toBe(2)
    expect(textAt(dry.body, 'metadata', 'resourceVersion')).toBe(textAt(body, 'metadata', 'resourceVersion'))
    expect((await cluster.call('GET', route)).body).toEqual(body)
    expect((await cluster.call('DELETE', `${route}?dryRun=All`)).code).toBe(200)
    expect((await cluster.call('GET', route)).code).toBe(200)
    expect((await patch([], '?dryRun=Some')).code).toBe(422)
  })
})

describe('other writes', () => {
  it('replaces only with the current resourceVersion', async () => {
    const { body } = await create()
    expect((await cluster.call('PUT', route, { body: reviews() })).code).toBe(422)
    const next = { ...body, spec: { hosts: ['other'] } }
    expect((await cluster.call('PUT', route, { body: next })).code).toBe(200)
    expect((await cluster.call('PUT', route, { body: next })).code).toBe(409)
  })

  it('refuses a second object of a name, a foreign namespace and a missing one', async () => {
    await create()
    expect((await create()).code).toBe(409)
    const elsewhere = { ...reviews(), metadata: { name: 'x', namespace: 'elsewhere' } }
    expect((await cluster.call('POST', routes, { body: elsewhere })).code).toBe(400)
    const nowhere = routes.replace('default', 'nowhere')
    expect((await cluster.call('POST', nowhere, { body: elsewhere })).code).toBe(400)
    expect((await cluster.call('POST', nowhere, { body: reviews() })).body).toMatchObject({
      code: 404,
      message: 'namespaces "nowhere" not found',
    })
  })

  it('serves one object in every version', async () => {
    await create()
    const beta = await cluster.call('GET', route.replace('/v1/', '/v1beta1/'))
    expect(beta.body).toMatchObject({ apiVersion: 'networking.istio.io/v1beta1', spec: reviews()['spec'] })
  })
})

describe('refusals', () => {
  it('asks for a known token and grants nothing to a stranger', async () => {
    const wrong = await cluster.call('GET', routes, { token: 'wrong' })
    expect(wrong.body).toMatchObject({ kind: 'Status', code: 401, reason: 'Unauthorized' })
    expect((await cluster.call('GET', routes, { token: strangerToken })).code).toBe(403)
  })

  it('answers what it lacks with 404 or 501, and echoes the Audit-ID', async () => {
    const missing = await cluster.call('GET', route, { headers: { 'audit-id': 'op-1-1' } })
    expect(missing.code).toBe(404)
    expect(missing.headers['audit-id']).toBe('op-1-1')
    expect((await cluster.call('GET', '/apis/nowhere/v1/things')).code).toBe(404)
    expect((await cluster.call('DELETE', routes)).code).toBe(501)
    const apply = await cluster.call('PATCH', route, { type: 'application/apply-patch+yaml', body: {} })
    expect(apply.code).toBe(415)
    expect((await cluster.call('POST', routes, { body: ' '.repeat(3 * 1024 * 1024 + 1) })).code).toBe(413)
  })
})
