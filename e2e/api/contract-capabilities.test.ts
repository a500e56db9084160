import { beforeAll, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { changesBetween, snapshot } from '../support/cluster'
import { call, clusterName, until } from '../support/target'

type Control = 'weights' | 'mirror' | 'match' | 'fault' | 'cutOver' | 'addVersion'

/** One call for each control; each a dry run, so that a control which is there after all changes nothing. */
const requests: Record<Control, (rule: RuleDto) => [string, string, object]> = {
  weights: ({ id, destinations }) => [
    'PUT',
    `/rules/${id}/weights`,
    { weights: Object.fromEntries(destinations.map(({ key, weight }) => [key, weight])) },
  ],
  mirror: ({ id }) => ['PUT', `/rules/${id}/mirror`, { to: 'v2', percent: 10 }],
  match: () => [
    'POST',
    '/matches',
    { name: 'testers', to: 'v2', when: [{ header: 'x-user', exact: 'developer' }] },
  ],
  fault: ({ id }) => ['PUT', `/rules/${id}/fault`, { abort: { percent: 10, status: 503 } }],
  cutOver: () => ['POST', '/cut-over', { to: 'v2' }],
  addVersion: ({ id }) => ['POST', `/rules/${id}/destinations`, { version: 'v2' }],
}

/** What the routes of the demo lack, each by the means that move it. */
const lacking: [string, string, Control[]][] = [
  ['market', 'basket', ['fault']],
  ['market', 'reviews', ['fault']],
  ['bazaar', 'stall', ['fault']],
  ['bazaar', 'catalog', ['fault', 'mirror']],
  ['kiosk', 'ticket', ['mirror', 'match', 'fault', 'addVersion', 'cutOver']],
]

describe('controls that a data plane lacks', () => {
  let cluster: string

  beforeAll(async () => {
    cluster = await clusterName()
  })

  const routeOf = async (namespace: string, name: string): Promise<RouteDto> => {
    const path = `/services/${cluster}/${namespace}/${name}`
    const { body } = await until(
      `the route of ${name}`,
      () => call<ServiceDetailDto>('viewer', 'GET', path),
      (reply) => reply.status === 200 && reply.body.routes.length > 0,
    )
    const [route] = body.routes
    if (route === undefined) throw new Error('none')
    return route
  }

  it.each(lacking)(
    '%s/%s lacks %j: refused with the reason that is shown',
    async (namespace, name, controls) => {
      const before = await snapshot(namespace)
      const route = await routeOf(namespace, name)
      for (const control of controls) {
        const note = route.capabilities.notes?.[control]
        expect([control, route.capabilities[control]]).toEqual([control, false])
        expect(note, `why ${control} is lacking`).toBeTruthy()
        const [rule] = route.rules
        if (rule === undefined) throw new Error('the route has no rule')
        const [method, path, body] = requests[control](rule)
        const at = `/services/${cluster}/${namespace}/${name}/routes/${route.id}${path}`
        const refused = await call<ProblemDto>('release-manager', method, at, { ...body, dryRun: true })
        expect([control, refused.status, refused.body.code], JSON.stringify(refused.body)).toEqual([
          control,
          422,
          'unsupported',
        ])
        expect(refused.body.detail).toBe(note)
      }
      expect(changesBetween(before, await snapshot(namespace))).toEqual([])
    },
  )

  it.each(lacking)('%s/%s has what it does not lack', async (namespace, name, controls) => {
    const route = await routeOf(namespace, name)
    const [rule] = route.rules
    if (rule === undefined) throw new Error('the route has no rule')
    const present = (['weights', 'mirror', 'cutOver', 'match'] as const).filter(
      (control) => !controls.includes(control),
    )
    for (const control of present) {
      expect([control, route.capabilities[control]]).not.toEqual([control, false])
      const [method, path, body] = requests[control](rule)
      const at = `/services/${cluster}/${namespace}/${name}/routes/${route.id}${path}`
      const reply = await call('release-manager', method, at, { ...body, dryRun: true })
      expect([control, reply.status], JSON.stringify(reply.body)).toEqual([control, 200])
    }
  })
})
