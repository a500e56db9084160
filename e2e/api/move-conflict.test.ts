import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { RouteDto } from '@/lib/contracts/services'
import { changes } from '../support/cluster'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { kubectl, until } from '../support/target'

describe('moves while others write', () => {
  let place: Playground
  let web: Subject

  beforeAll(async () => {
    place = await playground('conflict')
    await place.runs('web', { v1: { replicas: 1 }, v2: { replicas: 1 } })
  })

  beforeEach(async () => {
    const rule = { name: 'main', route: split('web', { v1: 100, v2: 0 }) }
    await place.apply(routeManifest(place.namespace, 'web', [rule]))
    web = await place.sees('web')
    await web.untilWeights({ v1: 100, v2: 0 })
  })

  afterAll(async () => {
    await place.remove()
  })

  const revision = async () => (await web.detail()).routes[0]?.revision
  const annotate = (note: string) =>
    kubectl('annotate', 'virtualservice', 'web', '-n', place.namespace, '--overwrite', `note=${note}`)

  it('answers a conflict with the live route and its other writer', async () => {
    const expectedRevision = await revision()
    await place.patchRoute('web', [
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: 97 },
      { op: 'replace', path: '/spec/http/0/route/1/weight', value: 3 },
    ])
    const theirs = await place.route('web')
    const reply = await web.setWeights('release-manager', { v1: 90, v2: 10 }, { expectedRevision })
    const problem = reply.body as unknown as ProblemDto
    expect([reply.status, problem.code]).toEqual([409, 'conflict'])
    const { route } = problem.current as { route: RouteDto }
    expect(route.writer?.manager).toContain('kubectl')
    expect(Date.parse(route.writer?.time ?? '')).toBeGreaterThan(Date.now() - 60_000)
    expect(route.rules[0]?.destinations).toMatchObject([{ weight: 97 }, { weight: 3 }])
    expect(changes(theirs, await place.route('web'))).toEqual([])
    const again = await web.setWeights(
      'release-manager',
      { v1: 90, v2: 10 },
      { expectedRevision: route.revision },
    )
    expect([again.status, again.body.outcome]).toEqual([200, 'applied'])
  })

  it('names the person when the other writer was Aviary', async () => {
    const expectedRevision = await revision()
    expect((await web.setWeights('admin', { v1: 99, v2: 1 })).status).toBe(200)
    const reply = await web.setWeights('release-manager', { v1: 90, v2: 10 }, { expectedRevision })
    const { current } = reply.body as unknown as { current: { route: RouteDto } }
    expect(reply.status).toBe(409)
    expect(current.route.writer).toMatchObject({ manager: 'aviary', actor: 'Ada Admin' })
  })

  it('takes a change of metadata alone for no conflict, and keeps it', async () => {
    const expectedRevision = await revision()
    await annotate('mine')
    const reply = await web.setWeights('release-manager', { v1: 90, v2: 10 }, { expectedRevision })
    expect([reply.status, reply.body.outcome]).toEqual([200, 'applied'])
    expect((await place.route('web')).metadata.annotations).toMatchObject({ note: 'mine' })
  })

  it('applies moves although metadata changes at the same moment', async () => {
    for (const v2 of [10, 20, 30, 40, 50]) {
      const [reply] = await Promise.all([
        web.setWeights('release-manager', { v1: 100 - v2, v2 }),
        annotate(`at ${v2}`),
      ])
      expect([v2, reply.status, reply.body.outcome]).toEqual([v2, 200, 'applied'])
      const { metadata, spec } = await place.route('web')
      expect(metadata.annotations).toMatchObject({ note: `at ${v2}` })
      expect(spec).toMatchObject({ http: [{ route: [{ weight: 100 - v2 }, { weight: v2 }] }] })
    }
  })

  it('lets exactly one of two people win who saw the same route', async () => {
    const expectedRevision = await revision()
    const replies = await Promise.all(
      [10, 20].map((v2) => web.setWeights('release-manager', { v1: 100 - v2, v2 }, { expectedRevision })),
    )
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const won = replies.find(({ status }) => status === 200)
    const { weights } = won?.body.after as { weights: Record<string, number> }
    await until('the winner’s weights', web.weights, (now) => now['v2'] === weights['v2'])
    expect((await place.route('web')).spec).toMatchObject({
      http: [{ route: [{}, { weight: weights['v2'] }] }],
    })
  })
})
