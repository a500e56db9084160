import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api'
import type { Point } from '../edges/edge-path'
import type { Placement } from './placement'
import { rowsOf } from './fan'
import type { Structure } from './structure'

const options: Record<string, string> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'POLYLINE',
  // Columns by the distance from where requests come in.
  'elk.layered.layering.strategy': 'LONGEST_PATH_SOURCE',
  'elk.layered.spacing.nodeNodeBetweenLayers': '84',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.nodeNode': '32',
  'elk.spacing.edgeNode': '22',
  'elk.spacing.edgeEdge': '26',
  'elk.spacing.componentComponent': '64',
  'elk.aspectRatio': '1.6',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.thoroughness': '12',
  'elk.randomSeed': '1',
}

/** The question to ELK. Edges arrive and leave at fixed heights, so that crossings are judged as they will be drawn. */
export function toElk(structure: Structure): ElkNode {
  const rows = rowsOf(structure)
  return {
    id: 'graph',
    layoutOptions: rows === undefined ? options : { ...options, ...inRows(rows) },
    children: structure.nodes.map(({ id, width, height, inlet, outlets }) => ({
      id,
      width,
      height,
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: [
        { id: inletId(id), x: 0, y: inlet, width: 0, height: 0, layoutOptions: { 'elk.port.side': 'WEST' } },
        ...Object.entries(outlets).map(([outlet, y]) => ({
          id: outletId(id, outlet),
          x: width,
          y,
          width: 0,
          height: 0,
          layoutOptions: { 'elk.port.side': 'EAST' },
        })),
      ],
    })),
    edges: structure.edges.map(({ id, from, to, outlet }): ElkExtendedEdge => ({
      id,
      sources: [outletId(from, outlet)],
      targets: [inletId(to)],
    })),
  }
}

/** Columns of at most so many nodes; edges to the later ones run between the earlier ones. */
function inRows(rows: number): Record<string, string> {
  return {
    'elk.layered.layering.strategy': 'COFFMAN_GRAHAM',
    'elk.layered.layering.coffmanGraham.layerBound': String(rows),
    'elk.spacing.edgeEdge': '10',
    'elk.spacing.edgeNode': '16',
  }
}

/** ELK's answer: a place for each node, and for each edge the points between its ends. */
export function fromElk(answer: ElkNode, structure: Structure): Placement {
  const at: Placement['at'] = {}
  const size: Placement['size'] = {}
  const routes: Placement['routes'] = {}
  const sizes = new Map(structure.nodes.map(({ id, width, height }) => [id, { width, height }]))
  for (const { id, x = 0, y = 0 } of answer.children ?? []) {
    at[id] = { x: Math.round(x), y: Math.round(y) }
    const known = sizes.get(id)
    if (known !== undefined) size[id] = known
  }
  for (const edge of answer.edges ?? []) {
    const points = edge.sections?.[0]?.bendPoints ?? []
    if (points.length > 0) routes[edge.id] = points.map(rounded)
  }
  return { at, size, routes }
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) }
}

function inletId(node: string): string {
  return `${node} in`
}
function outletId(node: string, outlet: string): string {
  return `${node} out ${outlet}`
}
