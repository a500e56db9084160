import { expect, test } from 'vitest'
import { scaleManifests } from '../manifests/scale'
import { exposeText } from './expose-text'
import { asCluster } from './manifest-objects'
import { compileMesh } from './mesh'
import { createSimulation } from './simulate'

test('every synthetic service is called and split', () => {
  const mesh = compileMesh(asCluster(scaleManifests(60)))
  const simulation = createSimulation({ seed: 3 })
  for (let now = 0; now < 60_000; now += 200) simulation.tick(mesh, now, 200)
  const reached = simulation
    .samples()
    .filter((sample) => sample.name === 'istio_requests_total' && sample.labels.reporter === 'source')
  const workloads = new Set(reached.map((sample) => sample.labels.destination_workload))
  expect(workloads.size).toBe(120)
  const v2 = reached
    .filter((sample) => sample.labels.destination_version === 'v2')
    .reduce((sum, sample) => sum + sample.value, 0)
  expect(v2 / reached.reduce((sum, sample) => sum + sample.value, 0)).toBeCloseTo(0.1, 1)
})

test('the text format escapes values and gives each family one type', () => {
  const text = exposeText([
    { name: 'a_total', labels: { x: 'say "hi"\\\n' }, value: 1 },
    { name: 'b_bucket', labels: { le: '+Inf' }, value: 2 },
    { name: 'b_sum', labels: {}, value: 3 },
  ])
  expect(text).toBe(
    [
      '# TYPE a_total counter',
      'a_total{x="say \\"hi\\"\\\\\\n"} 1',
      '# TYPE b histogram',
      'b_bucket{le="+Inf"} 2',
      'b_sum{} 3',
      '',
    ].join('\n'),
  )
})
