import type { GraphDto, GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'

const NAMESPACES = 10
/** One of so many services has two versions, so that boxes and cards are both drawn. */
const SPLIT_EVERY = 4

/** A graph of so many nodes and edges in ten namespaces: layers of services that call the next ones. Always the same. */
export function madeUpGraph(nodeCount: number, edgeCount: number): GraphDto {
  const nodes: GraphNodeDto[] = []
  const edges: GraphEdgeDto[] = []
  const services: string[] = []
  for (let at = 0; nodes.length < nodeCount; at += 1) {
    const namespace = `space-${String(at % NAMESPACES)}`
    const id = `service~made-up~${namespace}~svc-${String(at)}`
    services.push(id)
    nodes.push(nodeOf(id, 'service', namespace, `svc-${String(at)}`))
    if (at % SPLIT_EVERY !== 0) continue
    for (const version of ['v1', 'v2'].slice(0, nodeCount - nodes.length)) {
      const child = `version~made-up~${namespace}~svc-${String(at)}~${version}`
      nodes.push({ ...nodeOf(child, 'version', namespace, `svc-${String(at)}`), version, parent: id })
      edges.push({
        ...edgeOf(id, child, at),
        share: version === 'v1' ? 90 : 10,
        desiredShare: version === 'v1' ? 90 : 10,
      })
    }
  }
  const layer = Math.ceil(services.length / 8)
  for (let turn = 0; edges.length < edgeCount; turn += 1) {
    const from = turn % (services.length - layer)
    const to = from + layer - (from % layer) + ((from * 7 + Math.floor(turn / services.length) * 13) % layer)
    const [caller, callee] = [services[from], services[Math.min(to, services.length - 1)]]
    if (caller === undefined || callee === undefined || caller === callee) continue
    const edge = edgeOf(caller, callee, turn)
    edges.push({ ...edge, id: `${edge.id}${String(turn)}` })
  }
  return {
    revision: 'made-up',
    at: '2026-01-01T00:00:00.000Z',
    window: 60,
    source: 'made up',
    age: 1,
    stale: false,
    level: 'versioned-app',
    nodes,
    edges,
    hidden: 0,
    staleParts: [],
    routes: 'live',
  }
}

function nodeOf(id: string, kind: GraphNodeDto['kind'], namespace: string, name: string): GraphNodeDto {
  const flow = { rate: 20, errorShare: 0.1 }
  const health = { state: 'ok' as const, reason: 'made up' }
  return {
    id,
    kind,
    cluster: 'made-up',
    namespace,
    name,
    badges: ['split', 'mtls'],
    health,
    in: flow,
    out: flow,
  }
}

function edgeOf(from: string, to: string, at: number): GraphEdgeDto {
  return {
    id: [from, to, 'http'].join('|'),
    from,
    to,
    protocol: 'http',
    rate: 1 + ((at * 37) % 200),
    share: 50,
    errorShare: at % 17 === 0 ? 2 : 0.1,
    codes: [],
    mtlsShare: 100,
  }
}
