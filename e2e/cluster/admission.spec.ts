import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { adminKubeconfig, kubectl } from '../support/target'
import { httpRoute, httpRouteAllowed } from './admission/gateway-api'
import {
  destinationRule,
  destinationRuleAllowed,
  virtualService,
  virtualServiceAllowed,
} from './admission/istio'
import { deployment, deploymentAllowed, service, serviceAllowed, template } from './admission/kubernetes'
import { objectsOf } from './admission/objects'
import type { Allowed, Refused } from './admission/patches'
import { ingressRoute, ingressRouteAllowed, traefikService, traefikServiceAllowed } from './admission/traefik'
import { makes, makesNot } from './admission/whole-objects'

const run = promisify(execFile)

/** RBAC would let these do anything: what is refused is refused by the policies. */
const asAviary = {
  'its account': ['--as=system:serviceaccount:aviary:aviary', '--as-group=system:masters'],
  'the manager': ['--as=aviary:manager', '--as-group=system:masters'],
  'the operator': ['--as=aviary:operator', '--as-group=system:masters'],
}
type Who = keyof typeof asAviary

const kinds: readonly (readonly [string, string, readonly Refused[], readonly Allowed[]])[] = [
  ['virtualservices.networking.istio.io', 'web', virtualService, virtualServiceAllowed],
  ['destinationrules.networking.istio.io', 'web', destinationRule, destinationRuleAllowed],
  ['httproutes.gateway.networking.k8s.io', 'web', httpRoute, httpRouteAllowed],
  ['ingressroutes.traefik.io', 'web', ingressRoute, ingressRouteAllowed],
  ['traefikservices.traefik.io', 'web', traefikService, traefikServiceAllowed],
  ['services', 'web', service, serviceAllowed],
  ['deployments.apps', 'web-v1', deployment, deploymentAllowed],
]

let place: Playground

beforeAll(async () => {
  place = await playground('admission')
  await place.apply(...objectsOf(place.namespace))
})
afterAll(() => place.remove())

/** What kubectl says to a request that is only tried; nothing where it would be done. */
async function tried(who: Who | undefined, args: readonly string[], input?: object): Promise<string> {
  const as = who === undefined ? [] : asAviary[who]
  const where = ['--kubeconfig', adminKubeconfig(), '-n', place.namespace]
  const running = run('kubectl', [...where, ...as, '--dry-run=server', ...args])
  if (input) running.child.stdin?.end(JSON.stringify(input))
  try {
    await running
    return ''
  } catch (error) {
    return (error as { stderr: string }).stderr
  }
}

const patched = (who: Who | undefined, kind: string, name: string, patch: Allowed[1]) => {
  const text = JSON.stringify(patch).replaceAll('NAMESPACE', place.namespace)
  return tried(who, ['patch', kind, name, '--type=json', '-p', text])
}
const made = (who: Who | undefined, object: object) => tried(who, ['create', '-f', '-'], object)

describe.each(kinds)('%s of others', (kind, name, refused, allowed) => {
  it.each(refused)('Aviary may not change %s', async (_, patch, message) => {
    expect(await patched('the manager', kind, name, patch)).toMatch(message)
    expect(await patched(undefined, kind, name, patch)).toBe('')
  })

  it.each(allowed)('it may change %s', async (_, patch) => {
    expect(await patched('its account', kind, name, patch)).toBe('')
  })

  it('it may not remove them', async () => {
    const message = /labelled as its own|no objects of this kind/
    expect(await tried('its account', ['delete', kind, name])).toMatch(message)
    expect(await tried(undefined, ['delete', kind, name])).toBe('')
  })

  it.each(Object.keys(asAviary) as Who[])('are held before %s', async (who) => {
    const [first] = refused
    const [fine] = allowed
    if (!first || !fine) throw new Error('no cases')
    expect(await patched(who, kind, name, first[1])).toMatch(first[2])
    expect(await patched(who, kind, name, fine[1])).toBe('')
  })
})

describe('whole objects', () => {
  it('Aviary may make what its moves need, and remove it again', async () => {
    for (const [words, object] of makes(place.namespace)) {
      expect(await made('its account', object), words).toBe('')
      await place.apply({
        ...object,
        metadata: { ...(object as { metadata: object }).metadata, namespace: place.namespace },
      })
      const { kind, metadata } = object as { kind: string; metadata: { name: string } }
      expect(await tried('the operator', ['delete', kind, metadata.name]), words).toBe('')
      await kubectl('delete', kind, metadata.name, '-n', place.namespace)
    }
  })

  it('it may make nothing else', async () => {
    for (const [words, object, message] of makesNot(place.namespace)) {
      expect.soft(await made('the manager', object), words).toMatch(message)
      expect.soft(await made(undefined, object), words).toBe('')
    }
  })

  it('it may not scale by the subresource, nor write a status', async () => {
    const scale = ['patch', 'deployments.apps', 'web-v1', '--subresource=scale', '--type=merge', '-p']
    expect(await tried('its account', [...scale, '{"spec":{"replicas":9}}'])).toMatch(
      /no objects of this kind/,
    )
    const status = ['patch', 'httproutes', 'web', '--subresource=status', '--type=merge', '-p']
    expect(await tried('its account', [...status, '{"status":{"parents":[]}}'])).toMatch(
      /no objects of this kind/,
    )
  })
})

describe('pod templates', () => {
  const policies = (file: string) => kubectl('apply', '-f', `deploy/admission/${file}`)
  afterAll(() => policies('opt-in/deployments-with-undo.yaml'))

  it('may be changed where that is opted into, and not by default', async () => {
    const [, patch, message] = template
    expect(await patched('its account', 'deployments.apps', 'web-v1', patch)).toBe('')
    await policies('deployments.yaml')
    await expect
      .poll(() => patched('its account', 'deployments.apps', 'web-v1', patch), { timeout: 20_000 })
      .toMatch(message)
    expect(await patched(undefined, 'deployments.apps', 'web-v1', patch)).toBe('')
  })
})
