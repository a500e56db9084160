import { expect, it } from 'vitest'
import { DomainError } from '../../domain/errors'
import type { KubeObject } from '../../domain/kube'
import type { ObjectClient } from '../../domain/ports'
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
function tried(reads: KubeObject[], findings: { code: string; severity: string; title: string }[] = []) {
  let live = reads[0]
  const client: ObjectClient = {
    get: () => Promise.resolve((live = reads.shift())),
    patch: (_ref, [first]) =>
      live && reads.length === 0 && first?.op === 'replace' && first.value === live.metadata.resourceVersion
        ? Promise.resolve(live)
        : Promise.reject(new DomainError('conflict', 'stale')),
    create: () => Promise.reject(new Error('not asked for')),
    delete: () => Promise.reject(new Error('not asked for')),
  }
  const sending = { client, router: istioRouter, marks: { operation: 'op' } }
  const conflict = () => Promise.resolve(new DomainError('conflict', 'changed'))
  return tryWrites({ plan, findings }, sending, conflict)
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
