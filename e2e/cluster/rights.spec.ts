import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import { changes } from '../support/cluster'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call, kubectl, until } from '../support/target'

interface ClusterRole {
  rules: { verbs: string[]; [field: string]: unknown }[]
}

/** Rights are given and taken by the real API server's RBAC while Aviary runs. */
describe('rights of Aviary’s service account', () => {
  let place: Playground
  let web: Subject
  let role: ClusterRole

  beforeAll(async () => {
    role = JSON.parse(await kubectl('get', 'clusterrole', 'aviary-moves', '-o', 'json')) as ClusterRole
    place = await playground('rights')
    await place.runs('web', { v1: { replicas: 1 }, v2: { replicas: 1 } })
    const rule = { name: 'main', route: split('web', { v1: 100, v2: 0 }) }
    await place.apply(routeManifest(place.namespace, 'web', [rule]))
    web = await place.sees('web')
  })

  afterAll(async () => {
    await setRules(role.rules)
    await place.remove()
  })

  const setRules = (rules: ClusterRole['rules']) =>
    kubectl('patch', 'clusterrole', 'aviary-moves', '--type=merge', '-p', JSON.stringify({ rules }))

  it('says that the cluster refused when they are taken, writes nothing, and works when they are back', async () => {
    const before = await place.route('web')
    const withoutPatch = role.rules
      .map((rule) => ({ ...rule, verbs: rule.verbs.filter((verb) => verb !== 'patch') }))
      .filter(({ verbs }) => verbs.length > 0)
    await setRules(withoutPatch)
    const dry = () => web.setWeights('release-manager', { v1: 90, v2: 10 }, { dryRun: true })
    await until('the refusal', dry, ({ status }) => status === 502)
    const refused = await web.setWeights('release-manager', { v1: 90, v2: 10 })
    expect([refused.status, refused.body]).toMatchObject([502, { code: 'cluster-refused' }])
    expect(changes(before, await place.route('web'))).toEqual([])

    await setRules(role.rules)
    await until('the right', dry, ({ status }) => status === 200)
    const moved = await web.setWeights('release-manager', { v1: 90, v2: 10 })
    expect([moved.status, moved.body.outcome]).toEqual([200, 'applied'])
    const { body } = await call<{ items: OperationDto[] }>(
      'viewer',
      'GET',
      `/operations?service=${web.ref.cluster}/${place.namespace}/web`,
    )
    expect(body.items.map(({ id }) => id)).toEqual([moved.body.id])
  })
})
