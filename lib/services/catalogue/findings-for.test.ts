import { expect, it } from 'vitest'
import type { Binding } from '../../domain/access/decide'
import type { Finding } from '../../domain/findings/finding'
import type { ServiceContext } from '../context'
import { readable } from './findings-for'

const route = (namespace: string, name: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace,
  name,
})
const rivals: Finding = {
  code: 'two-routes-one-host',
  severity: 'warning',
  title: 'payroll of bank and web of shop both route web.shop in the mesh',
  detail: 'payroll is older',
  remedy: 'ask payroll',
  objects: [route('bank', 'payroll'), route('shop', 'web')],
}
const viewerOf = (...namespaces: string[]) =>
  ({
    viewer: { issuer: 'i', subject: 'ana', groups: ['people'] },
    ports: {
      policy: () => ({
        bindings: namespaces.map((namespace): Binding => ({
          group: 'people',
          role: 'viewer',
          effect: 'allow',
          scope: { cluster: '*', namespace, service: '*' },
        })),
      }),
    },
  }) as unknown as ServiceContext

it('tells those who see both namespaces everything', () => {
  expect(readable(viewerOf('shop', 'bank'), 'eu', rivals)).toEqual(rivals)
})

it('tells others what is wrong, and not the name of what they may not see', () => {
  const told = readable(viewerOf('shop'), 'eu', rivals)
  expect(JSON.stringify(told)).not.toMatch(/payroll|bank/)
  expect(told).toMatchObject({ code: rivals.code, severity: 'warning', objects: [route('shop', 'web')] })
  expect(told.title).toMatch(/^Routes that claim .*: the other is in a namespace that you may not see$/)
})

it('leaves a Gateway named, which the route of the viewer names itself', () => {
  const gateway = { ...rivals, objects: [{ ...route('edge', 'public'), kind: 'Gateway' }] }
  expect(readable(viewerOf('shop'), 'eu', gateway)).toEqual(gateway)
})
