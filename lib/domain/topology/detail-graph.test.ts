import { expect, test } from 'vitest'
import { detailGraph } from './detail-graph'
import { buildGraph } from './graph'
import { asked, input, meshOf, party, row, shop, version } from './sample-mesh'

const mesh = meshOf({
  ...shop(),
  'back/ledger': { versions: [version('ledger', 'v1')] },
  'back/audit': { versions: [version('audit', 'v1')] },
})
/** frontend → checkout (v1, v2) → ledger (from v1 alone) → audit. */
const graph = buildGraph(
  input(mesh, [
    row({ rate: 9 }),
    row({ to: 'v2' }),
    row({
      source: party('checkout', 'v1'),
      service: asked('ledger', 'back'),
      destination: party('ledger', 'v1', 'back'),
    }),
    row({
      source: party('ledger', 'v1', 'back'),
      service: asked('audit', 'back'),
      destination: party('audit', 'v1', 'back'),
    }),
  ]),
)
const short = (id: string) => id.split('~').slice(3).join(' ')
const detail = (kind: string, name: string) => {
  const part = detailGraph(graph, `${kind}~sandbox~${name}`)
  return [
    part?.nodes.map(({ id }) => short(id)).sort(),
    part?.edges.map(({ from, to }) => `${short(from)} → ${short(to)}`).sort(),
  ]
}

test('a service: its versions, their callees, its callers and the boxes of these', () => {
  expect(detail('service', 'shop~checkout')).toEqual([
    ['checkout', 'checkout v1', 'checkout v2', 'frontend', 'frontend v1', 'ledger'],
    ['checkout v1 → ledger', 'checkout → checkout v1', 'checkout → checkout v2', 'frontend v1 → checkout'],
  ])
})

test('a version: its box with who calls that, and what it calls; nothing of the other version', () => {
  expect(detail('version', 'shop~checkout~v2')).toEqual([
    ['checkout', 'checkout v2', 'frontend', 'frontend v1'],
    ['checkout → checkout v2', 'frontend v1 → checkout'],
  ])
})

test('a node without traffic stands alone in its box', () => {
  const idle = buildGraph(input(mesh, []))
  const part = detailGraph(idle, 'version~sandbox~back~audit~v1')
  expect(part?.nodes.map(({ id }) => short(id)).sort()).toEqual(['audit', 'audit v1'])
})

test('nothing is around a node that is not there', () => {
  expect(detailGraph(graph, 'service~sandbox~shop~gone')).toBeUndefined()
})
