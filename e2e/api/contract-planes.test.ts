import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { RouteDto } from '@/lib/contracts/services'
import { apply, changesBetween, live, snapshot } from '../support/cluster'
import { dataPlanes, furnish } from '../support/data-planes'
import { deploymentManifest } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Reply } from '../support/target'
import { call, until } from '../support/target'
import type { Subject } from '../support/service'

/** What every data plane keeps through the API, whatever its objects look like. */
describe.each(dataPlanes)('moves of $id through the API', (plane) => {
  let place: Playground
  let web: Subject

  beforeAll(async () => {
    place = await playground(`plane-${plane.id}`)
  })

  beforeEach(async () => {
    web = await furnish(plane, place.namespace)
  })

  afterAll(async () => {
    await place.remove()
  })

  const total = Object.values(plane.moved).reduce((sum, weight) => sum + weight, 0)
  const undo = (id: string) => call<OperationDto>('release-manager', 'POST', `/operations/${id}/undo`)
  const route = async () => {
    const id = (await web.routePath()).split('/').at(-1)
    return (await web.detail()).routes.find((each) => each.id === id)
  }
  const held = () => live(plane.held.kind, place.namespace, plane.held.name)

  it('move the weights and nothing else, and undo restores the objects', async () => {
    const before = await snapshot(place.namespace)
    const moved = await web.setWeights('release-manager', plane.moved, { total })
    expect([moved.status, moved.body.outcome], JSON.stringify(moved.body)).toEqual([200, 'applied'])
    expect(moved.body).toMatchObject({ dataPlane: plane.id, before: { weights: plane.start } })
    await web.untilWeights(plane.moved)
    const changed = changesBetween(before, await snapshot(place.namespace))
    expect(changed).toHaveLength(2)
    for (const path of changed) expect(path).toMatch(plane.moves)

    const undone = await undo(moved.body.id)
    expect([undone.status, undone.body.outcome], JSON.stringify(undone.body)).toEqual([200, 'applied'])
    await web.untilWeights(plane.start)
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
    expect((await undo(moved.body.id)).status).toBe(409)
  })

  it('tell the change in a dry run and make none', async () => {
    const before = await held()
    const reply = await web.setWeights('release-manager', plane.moved, { total, dryRun: true })
    expect(reply.body, JSON.stringify(reply.body)).toMatchObject({
      outcome: 'dry-run',
      writes: [],
      after: { weights: plane.moved },
    })
    expect(reply.body.diff.flatMap(({ patch }) => patch).length).toBeGreaterThan(0)
    expect(await held()).toEqual(before)
  })

  it('change nothing where nothing is asked for', async () => {
    const before = await snapshot(place.namespace)
    const reply = await web.setWeights('release-manager', plane.start)
    expect(reply.body).toMatchObject({ outcome: 'applied', diff: [], writes: [] })
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('answer a conflict with the live route and its other writer', async () => {
    const expectedRevision = (await route())?.revision
    await plane.meddle(place.namespace)
    const theirs = await snapshot(place.namespace)
    const reply = await web.setWeights('release-manager', plane.moved, { total, expectedRevision })
    const problem = reply.body as unknown as ProblemDto
    expect([reply.status, problem.code], JSON.stringify(problem)).toEqual([409, 'conflict'])
    const { route: current } = problem.current as { route: RouteDto }
    expect(current.writer?.manager).toContain('kubectl')
    expect(changesBetween(theirs, await snapshot(place.namespace))).toEqual([])
  })

  it('do not undo over somebody else’s change', async () => {
    const moved = await web.setWeights('release-manager', plane.moved, { total })
    expect(moved.body.outcome).toBe('applied')
    await plane.meddle(place.namespace)
    const theirs = await snapshot(place.namespace)
    const undone: Reply = await undo(moved.body.id)
    expect([undone.status, (undone.body as ProblemDto).code]).toEqual([409, 'conflict'])
    expect(changesBetween(theirs, await snapshot(place.namespace))).toEqual([])
  })

  it('add a version with all that it needs, which undo takes away, or say why they cannot', async () => {
    await apply(deploymentManifest(place.namespace, 'web', 'v3', { replicas: 1 }))
    await until('v3 with ready pods', web.detail, ({ versions }) =>
      versions.some(({ version, workloads }) => version === 'v3' && workloads[0]?.ready === 1),
    )
    const before = await snapshot(place.namespace)
    const path = `${await web.rulePath()}/destinations`
    const added = await call<OperationDto>('release-manager', 'POST', path, { version: 'v3' })
    const { addVersion, notes } = (await route())?.capabilities ?? {}
    if (addVersion === true) {
      expect([added.status, added.body.outcome], JSON.stringify(added.body)).toEqual([200, 'applied'])
      await web.untilWeights({ ...plane.start, v3: 0 })
      expect((await undo(added.body.id)).body.outcome).toBe('applied')
    } else {
      const { status, body } = added as Reply
      expect([status, (body as ProblemDto).code]).toEqual([422, 'unsupported'])
      expect((body as ProblemDto).detail).toBe(notes?.['addVersion'])
    }
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })
})
