import { afterAll, beforeAll, describe } from 'vitest'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { PresetCase } from '../support/presets'
import { carriesThrough } from '../support/presets'
import type { Subject } from '../support/service'

const iphones = [{ header: 'user-agent', regex: '.*iPhone.*' }]

describe('presets on a route of Istio (A2)', () => {
  let place: Playground
  let page: Subject

  beforeAll(async () => {
    place = await playground('presets')
    await place.runs('page', { v1: {}, v2: {} }, 480)
    const route = split('page', { v1: 100, v2: 0 })
    await place.apply(routeManifest(place.namespace, 'page', [{ name: 'main', timeout: '7s', route }]))
    page = await place.sees('page')
  })

  afterAll(async () => {
    await place.remove()
  })

  const cases: PresetCase[] = [
    { plan: { preset: 'linear', step: 50 }, moves: ['weight 50', 'weight 100'], last: 'weight 50' },
    {
      plan: { preset: 'exponential', first: 10, factor: 4 },
      moves: ['weight 10', 'weight 40', 'weight 100'],
      last: 'weight 40',
    },
    {
      plan: { preset: 'blue-green', preview: iphones },
      moves: ['set-match', 'weight 100', 'remove-match'],
      last: 'weight 100',
    },
    {
      plan: { preset: 'dark-launch', when: iphones, step: 50 },
      moves: ['set-match', 'weight 50', 'weight 100', 'remove-match'],
      last: 'weight 50',
    },
    {
      plan: { preset: 'mirror-first', step: 50 },
      moves: ['set-mirror', 'remove-mirror', 'weight 50', 'weight 100'],
      last: 'set-mirror',
    },
    {
      plan: { preset: 'ab', when: iphones, for: '8s' },
      moves: ['set-match', 'weight 100', 'remove-match'],
      last: 'set-match',
    },
  ]
  carriesThrough(() => ({ service: page, namespace: place.namespace, from: 'v1', to: 'v2' }), cases, [
    'VirtualService/page/spec/http/0/route/0/weight',
    'VirtualService/page/spec/http/0/route/1/weight',
  ])
})
