import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { objectAt, textAt } from './json'
import { adminToken, jsonPatch, reviews, routes, strangerToken, TestCluster } from './test-cluster'

const rbac = '/apis/rbac.authorization.k8s.io/v1'
const here = `${rbac}/namespaces/default`
const reviewsPath = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
const route = `${routes}/reviews`
const group = 'networking.istio.io'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await TestCluster.start()
  await cluster.call('POST', routes, { body: reviews() })
  const made = [
    await make(`${here}/roles`, role('movers', ['patch'], ['virtualservices'])),
    await make(`${here}/rolebindings`, binding('movers', 'Role', { kind: 'User', name: 'max' })),
    await make(`${rbac}/clusterroles`, role('readers', ['get', 'list'], ['virtualservices'])),
    await make(`${here}/rolebindings`, binding('readers', 'ClusterRole', { kind: 'Group', name: 'ops' })),
    await make(`${rbac}/clusterroles`, {
      metadata: { name: 'actors' },
      rules: [
        { verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['max'] },
        { verbs: ['impersonate'], apiGroups: ['authentication.k8s.io'], resources: ['userextras/a/b'] },
      ],
    }),
    await make(
      `${rbac}/clusterrolebindings`,
      binding('actors', 'ClusterRole', { kind: 'User', name: 'stranger' }),
    ),
  ]
  expect(made).toEqual(made.map(() => 201))
})
afterAll(() => cluster.stop())

const make = async (path: string, body: object) => (await cluster.call('POST', path, { body })).code
const role = (name: string, verbs: string[], resources: string[]) => ({
  metadata: { name },
  rules: [
    { verbs, apiGroups: [group], resources, ...(name === 'movers' ? { resourceNames: ['reviews'] } : {}) },
  ],
})
const binding = (name: string, kind: string, subject: object) => ({
  metadata: { name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
  subjects: [subject],
})

describe('SubjectAccessReviews', () => {
  const asked = { verb: 'patch', group, resource: 'virtualservices', namespace: 'default', name: 'reviews' }
  const ask = async (user: string, change: object = {}, groups: string[] = []) => {
    const body = { spec: { user, groups, resourceAttributes: { ...asked, ...change } } }
    const answer = await cluster.call('POST', reviewsPath, { body })
    return answer.code === 201 ? objectAt(answer.body, 'status')['allowed'] : answer.code
  }

  it.each([
    ['max', {}, [], true],
    ['ann', {}, [], false],
    ['max', { verb: 'delete' }, [], false],
    ['max', { name: 'others' }, [], false],
    ['max', { namespace: 'elsewhere' }, [], false],
    ['max', { resource: 'virtualservices', subresource: 'status' }, [], false],
    ['max', { group: '' }, [], false],
    ['ann', { verb: 'get', name: 'others' }, ['ops'], true],
    ['ann', {}, ['system:masters'], true],
  ])('%s, %j, %j: %s', async (user, change, groups, allowed) => {
    expect(await ask(user, change, groups)).toBe(allowed)
  })

  it('are answered only to those who may ask', async () => {
    const body = { spec: { user: 'max', resourceAttributes: asked } }
    expect((await cluster.call('POST', reviewsPath, { body, token: strangerToken })).code).toBe(403)
    expect((await cluster.call('POST', reviewsPath, { body: { spec: {} } })).code).toBe(400)
  })
})

describe('impersonation', () => {
  const patch = [{ op: 'replace', path: '/spec/http/0/route/0/weight', value: 80 }]
  const as = (user: string, more: Record<string, string> = {}, token = strangerToken) =>
    cluster.call('PATCH', route, {
      body: patch,
      type: jsonPatch,
      token,
      headers: { 'impersonate-user': user, ...more },
    })

  it('acts with the rights of the other user, by an administrator or whom RBAC lets', async () => {
    expect((await as('max')).code).toBe(200)
    expect((await as('max', { 'impersonate-extra-a%2fb': 'x' })).code).toBe(200)
    const admin = await as('ann', {}, adminToken)
    expect(admin.code).toBe(403)
    expect(textAt(admin.body, 'message')).toBe(
      'virtualservices.networking.istio.io "reviews" is forbidden: User "ann" cannot patch resource "virtualservices" in API group "networking.istio.io" in the namespace "default"',
    )
  })

  it.each([
    [{ user: 'ann' }, 403],
    [{ user: 'max', 'impersonate-group': 'ops' }, 403],
    [{ user: 'max', 'impersonate-extra-c': 'x' }, 403],
  ])('is refused beyond that: %j', async ({ user, ...more }, code) => {
    expect((await as(user, more as Record<string, string>)).code).toBe(code)
  })

  it('asks for a user', async () => {
    const headers = { 'impersonate-group': 'ops' }
    expect((await cluster.call('GET', route, { headers })).code).toBe(400)
  })
})
