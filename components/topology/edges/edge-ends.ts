import type { FlowEdge, FlowNode } from '../flow-types'
import type { Point } from './edge-path'

/** Where a node stands on the canvas, not in its box. */
export function cornersOf(nodes: readonly FlowNode[]): (node: FlowNode) => Point {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return ({ position, parentId }) => {
    const parent = parentId === undefined ? undefined : byId.get(parentId)
    return parent === undefined
      ? position
      : { x: parent.position.x + position.x, y: parent.position.y + position.y }
  }
}

/** Where an edge leaves its source and reaches its target; undefined where one of them is not on the canvas. */
export function edgeEnds(nodes: readonly FlowNode[]) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const cornerOf = cornersOf(nodes)
  return ({ source, target }: Pick<FlowEdge, 'source' | 'target'>) => {
    const from = byId.get(source)
    const to = byId.get(target)
    if (from === undefined || to === undefined) return undefined
    const [start, end] = [cornerOf(from), cornerOf(to)]
    return {
      from: { x: start.x + (from.width ?? 0), y: start.y + (from.height ?? 0) / 2 },
      tip: { x: end.x, y: end.y + (to.height ?? 0) / 2 },
    }
  }
}
