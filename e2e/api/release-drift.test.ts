import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { furnish, istio } from '../support/data-planes'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Running } from '../support/release'
import { startRelease } from '../support/release'
import type { Subject } from '../support/service'

const timeout = 180_000
const versions = { from: 'v1', to: 'v2' }
const plan = {
  steps: [
    { kind: 'weight', weight: 40 },
    { kind: 'bake', for: '30m' },
    { kind: 'weight', weight: 70 },
    { kind: 'bake', for: '30m' },
  ],
}

/** Somebody changes the route of a release by kubectl: it waits, says who, and does what a person then decides. */
describe('a release whose route somebody else changed', () => {
  let place: Playground
  let web: Subject
  let release: Running

  beforeAll(async () => {
    place = await playground('drift')
  })

  beforeEach(async () => {
    web = await furnish(istio, place.namespace)
    release = await startRelease(web, versions, plan)
    await release.until('the bake', ({ step }) => step.kind === 'bake')
    await istio.meddle(place.namespace)
    const held = await release.until('holding', ({ state }) => state === 'holding')
    expect(held).toMatchObject({
      holdCause: 'drift',
      allowed: expect.arrayContaining(['resume']) as string[],
    })
    expect(held.waitingFor).toContain('kubectl')
    expect(await web.weights()).toEqual({ v1: 96, v2: 4 })
  })

  afterAll(async () => {
    await place.remove()
  })

  const aborted = async () => {
    const { status, body } = await release.verb('on-call', 'abort')
    expect([status, body.state], JSON.stringify(body)).toEqual([200, 'aborted'])
    expect(await web.weights()).toEqual({ v1: 100, v2: 0 })
  }

  it('puts the routes back when it is told to restore', { timeout }, async () => {
    expect((await release.verb('on-call', 'resume', { drift: 'restore' })).status).toBe(403)
    const { status, body } = await release.verb('release-manager', 'resume', {
      drift: 'restore',
      reason: 'nobody asked for that',
    })
    expect([status, body.state], JSON.stringify(body)).toEqual([200, 'running'])
    expect(await web.weights()).toEqual({ v1: 60, v2: 40 })
    expect(body.step).toMatchObject({ index: 1, kind: 'bake' })
    expect(await release.moves()).toEqual(['weight 40', 'weight 40'])
    await aborted()
  })

  it('goes on from the live weight when it is told to adopt', { timeout }, async () => {
    const { status, body } = await release.verb('release-manager', 'resume', { drift: 'adopt' })
    expect([status, body.state], JSON.stringify(body)).toEqual([200, 'running'])
    // The first step at or above 4 %: it is applied anew.
    await web.untilWeights({ v1: 60, v2: 40 })
    await aborted()
  })
})
