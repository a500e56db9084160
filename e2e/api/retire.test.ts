import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { live } from '../support/cluster'
import { furnish, kubernetes, traefik } from '../support/data-planes'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { startRelease } from '../support/release'
import type { Subject } from '../support/service'
import { until } from '../support/target'

const timeout = 240_000
const versions = { from: 'v1', to: 'v2' }
const allAtOnce = { steps: [{ kind: 'weight', weight: 100 }] }

/** The old version goes once nobody asks it: on Traefik out of the routes first, then its pods. */
describe('retire', () => {
  let place: Playground

  // One each: beside another route the Service itself is none.
  beforeEach(async () => {
    place = await playground('retire')
  })

  afterEach(async () => {
    await place.remove()
  })

  const replicas = async () => {
    const { spec } = await live('deployments.apps', place.namespace, 'web-v1')
    return (spec as { replicas: number }).replicas
  }

  it('takes the old version out of a TraefikService before its pods go', { timeout }, async () => {
    const web: Subject = await furnish(traefik, place.namespace)
    const release = await startRelease(web, versions, allAtOnce)
    const end = await release.ended()
    expect(end.state, JSON.stringify(end.log)).toBe('promoted')
    expect((await release.verb('on-call', 'retire')).status).toBe(403)

    const retired = await until(
      'the retirement',
      () => release.verb('release-manager', 'retire', { reason: 'quiet' }),
      ({ status }) => status === 200,
      120,
    )
    expect(retired.body.state).toBe('promoted')
    const { spec } = await live('traefikservices.traefik.io', place.namespace, 'web')
    const { weighted } = spec as { weighted: { services: { name: string; weight: number }[] } }
    expect(weighted.services.map(({ name, weight }) => [name, weight])).toEqual([['web-v2', 100]])
    expect(await replicas()).toBe(0)
    const moves = await release.moves()
    expect(moves.slice(-2)).toEqual(['remove-version', 'scale'])
    expect(retired.body.log.at(-1)).toMatchObject({ kind: 'retire', words: 'quiet' })
  })

  it('finds nothing left to do where the pods carried the weight', { timeout }, async () => {
    const web = await furnish(kubernetes, place.namespace)
    const release = await startRelease(web, versions, allAtOnce)
    const end = await release.ended()
    expect(end.state, JSON.stringify(end.log)).toBe('promoted')
    await until('no pods of the old version', replicas, (count) => count === 0)
    const retired = await until(
      'the retirement',
      () => release.verb('release-manager', 'retire'),
      ({ status }) => status === 200,
      120,
    )
    expect(retired.body.state, JSON.stringify(retired.body)).toBe('promoted')
    expect(await replicas()).toBe(0)
  })
})
