import { expect, it } from 'vitest'
import { DomainError } from '../../domain/errors'
import type { KubeObject } from '../../domain/kube'
import type { ObjectClient } from '../../domain/ports'
import { applyPatch } from '../../domain/traffic/json-patch'
import type { PlannedWrite } from '../../domain/traffic/operation'
import { istioRouter } from '../../traffic/istio/router'
import { tryWrites } from './try-writes'

const object = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'cart',
}
const version = (resourceVersion: string, spec: unknown = { hosts: ['cart'] }): KubeObject => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  metadata: { name: 'cart', namespace: 'shop', uid: 'u1', resourceVersion },
  spec,
})
const plan: PlannedWrite[] = [
  { verb: 'patch', object, live: version('1'), patch: [{ op: 'add', path: '/spec/x', value: 1 }] },
]

/** A cluster that answers `conflict` until it is asked on the version that it has, moving on by `reads`. */
function tried(reads: KubeObject[], prune: (object: KubeObject) => KubeObject = (object) => object) {
  let live = reads[0]
  const client: ObjectClient = {
    get: () => Promise.resolve((live = reads.shift())),
    patch: (_ref, patch) => {
      const [first] = patch
      const mine = first?.op === 'replace' && first.value === live?.metadata.resourceVersion
      return live && reads.length === 0 && mine
        ? Promise.resolve(prune(applyPatch(live, patch)))
        : Promise.reject(new DomainError('conflict', 'stale'))
    },
    create: () => Promise.reject(new Error('not asked for')),
    delete: () => Promise.reject(new Error('not asked for')),
  }
  const sending = { client, router: istioRouter, marks: { operation: 'op' } }
  const conflict = () => Promise.resolve(new DomainError('conflict', 'changed'))
  return tryWrites({ plan, findings: [] }, sending, conflict)
}

it('tries again on the object as it is now when only metadata moved', async () => {
  expect((await tried([version('2')]))[0]?.live?.metadata.resourceVersion).toBe('2')
  expect((await tried([version('2'), version('3')]))[0]?.live?.metadata.resourceVersion).toBe('3')
})

it('gives up after three tries, when the routing has changed and when the object is gone', async () => {
  const endless = ['2', '3', '4', '5'].map((each) => version(each))
  await expect(tried(endless)).rejects.toThrow('changed')
  await expect(tried([version('2', { hosts: ['other'] })])).rejects.toThrow('changed')
  await expect(tried([])).rejects.toThrow('changed')
})

it('refuses what the cluster would drop in silence', async () => {
  const prune = (object: KubeObject) => ({ ...object, spec: { hosts: ['cart'] } })
  await expect(tried([version('2')], prune)).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('spec.x') as string,
  })
})
