import { describe, expect, it } from 'vitest'
import { codeOf } from './code-of.fixture'
import { deployment, MemoryCluster, service } from './memory-cluster.fixture'
import { requireVersion } from './require-version'
import { newVersionService } from './version-service'
import { dnsLabel, versionServiceName } from './version-service-name'

const cart = { cluster: 'test', namespace: 'shop', name: 'cart' }
const like = {
  ...service('shop', 'cart', { app: 'cart' }),
  spec: {
    selector: { app: 'cart' },
    clusterIP: '10.0.0.1',
    ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30_080 }],
  },
}
const selector = new Map([
  ['app', 'cart'],
  ['version', 'v2'],
])
const clusterWith = (pods: number, ...others: ConstructorParameters<typeof MemoryCluster>[0]) =>
  new MemoryCluster([
    like,
    ...deployment('shop', 'cart-v1', { app: 'cart', version: 'v1' }, 1),
    ...deployment('shop', 'cart-v2', { app: 'cart', version: 'v2' }, pods),
    ...others,
  ])
const plan = ({ view }: MemoryCluster) =>
  newVersionService(view, cart, { version: 'v2', selector, like: view.get('services', 'shop', 'cart') })

describe('versionServiceName', () => {
  it.each([
    ['cart', 'v2', 'cart-v2'],
    ['cart', 'V2.1_rc+7', 'cart-v2-1-rc-7'],
    ['cart', '...', 'cart-version'],
    ['a'.repeat(60), 'v2.10', `${'a'.repeat(60)}-v2`],
    ['a'.repeat(62), 'v2', 'a'.repeat(62)],
  ])('names %s’s %s %s', (name, version, expected) => {
    expect(versionServiceName(name, version)).toBe(expected)
  })

  it('cuts a label where it is told to, never behind a dash', () => {
    expect(dnsLabel('ab.cd', 3)).toBe('ab')
  })
})

describe('newVersionService', () => {
  it('takes the ports over, and not what the cluster assigned', () => {
    const { verb, object, body } = plan(clusterWith(1))
    expect([verb, object.name]).toEqual(['create', 'cart-v2'])
    expect(body.spec).toEqual({
      selector: { app: 'cart', version: 'v2' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    })
  })

  it('awaits endpoints only where there are pods to become some', () => {
    expect(plan(clusterWith(1)).awaits).toBe('endpoints')
    expect(plan(clusterWith(0)).awaits).toBeUndefined()
  })

  it('leaves a Service of that name alone', () => {
    const taken = clusterWith(1, service('shop', 'cart-v2', { app: 'other' }))
    expect(codeOf(() => plan(taken))).toBe('conflict')
  })
})

describe('requireVersion', () => {
  it('knows the versions of workloads without pods', () => {
    const { view } = clusterWith(0)
    expect(
      codeOf(() => {
        requireVersion(view, cart, 'v2', 'to')
      }),
    ).toBeUndefined()
    expect(
      codeOf(() => {
        requireVersion(view, cart, 'v3', 'to')
      }),
    ).toBe('invalid')
  })
})
