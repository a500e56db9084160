import { meshOf, version } from '@/lib/domain/topology/sample-mesh'
import { peer, requests, service, type Scene } from './scene.fixture'

const here = meshOf({
  'shop/frontend': { versions: [version('frontend', 'v1')] },
  'shop/checkout': { versions: [version('checkout', 'v1')] },
})
const there = meshOf({ 'shop/checkout': { versions: [version('checkout', 'v1')] } })
const inside = (cluster: string, one: typeof here) => ({ ...one, view: { ...one.view, cluster } })
const from = peer('frontend', 'v1', { cluster: 'east' })
const asked = service('checkout')
const calls = (cluster: string, perSecond: number) =>
  (['source', 'destination'] as const).map((reporter) =>
    requests({ reporter, from, to: peer('checkout', 'v1', { cluster }), service: asked, perSecond }),
  )

/** One host, pods in two clusters: the cluster of the pod that answered says which service it was. */
export const crossCluster: Scene = {
  name: 'cross-cluster',
  clusters: [inside('east', here), inside('west', there)],
  series: [
    ...calls('east', 30),
    ...calls('west', 10),
    requests({ reporter: 'source', from, service: asked, code: '503', flags: 'UH', perSecond: 2 }),
  ],
  nodes: [
    'service~east~shop~frontend',
    'version~east~shop~frontend~v1',
    'service~east~shop~checkout',
    'version~east~shop~checkout~v1',
    'service~west~shop~checkout',
    'version~west~shop~checkout~v1',
  ],
  edges: [
    {
      from: 'version~east~shop~frontend~v1',
      to: 'service~east~shop~checkout',
      rate: 32,
      errorShare: 6.25,
      mtlsShare: 100,
    },
    { from: 'service~east~shop~checkout', to: 'version~east~shop~checkout~v1', rate: 30, share: 100 },
    { from: 'version~east~shop~frontend~v1', to: 'service~west~shop~checkout', rate: 10, errorShare: 0 },
    { from: 'service~west~shop~checkout', to: 'version~west~shop~checkout~v1', rate: 10, share: 100 },
  ],
}
