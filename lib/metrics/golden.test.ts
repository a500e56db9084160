import { describe, expect, test } from 'vitest'
import { compareScene } from './golden/compare-scene.fixture'
import { graphOfScene, snapshotOfScene } from './golden/scene-graph.fixture'
import { scenes } from './golden/scenes.fixture'

describe('golden cases of Istio’s telemetry', () => {
  test.each(scenes.map((scene) => [scene.name, scene] as const))('%s', async (_name, scene) => {
    compareScene(graphOfScene(scene, await snapshotOfScene(scene)), scene)
  })

  test('every scene has a name of its own', () => {
    expect(new Set(scenes.map(({ name }) => name)).size).toBe(scenes.length)
  })
})
