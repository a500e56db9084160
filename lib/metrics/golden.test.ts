import { describe, expect, test } from 'vitest'
import { buildGraph } from '@/lib/domain/topology/graph'
import { createTrafficFetcher } from './traffic-fetcher'
import { compareScene } from './golden/compare-scene.fixture'
import { sceneEnd, scenePrometheus } from './golden/scene-prometheus.fixture'
import { scenes } from './golden/scenes.fixture'

describe('golden cases of Istio’s telemetry', () => {
  test.each(scenes.map((scene) => [scene.name, scene] as const))('%s', async (_name, scene) => {
    const { client } = scenePrometheus(scene.series)
    const fail = (error: unknown): never => {
      throw error
    }
    const snapshot = await createTrafficFetcher(client, fail, () => undefined)(60, sceneEnd, [])
    const graph = buildGraph({
      snapshot,
      clusters: scene.clusters,
      level: scene.level ?? 'versioned-app',
      visible: () => true,
      releases: [],
      now: sceneEnd,
    })
    compareScene(graph, scene)
  })

  test('every scene has a name of its own', () => {
    expect(new Set(scenes.map(({ name }) => name)).size).toBe(scenes.length)
  })
})
