import type { GraphNodeDto } from '@/lib/contracts/topology'
import { parentOf, type GraphIndex } from './graph-index'
import { fullName } from './names'

export interface Found {
  node: GraphNodeDto
  name: string
}

/** Nodes whose name or namespace has every word of the query; those that start with it come first. */
export function findNodes(index: GraphIndex, query: string, limit = 8): Found[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const [first] = words
  if (first === undefined) return []
  const found: (Found & { rank: number })[] = []
  for (const node of index.nodes.values()) {
    const name = fullName(node, parentOf(index, node))
    const text = `${name} ${node.namespace}`.toLowerCase()
    if (!words.every((word) => text.includes(word))) continue
    found.push({ node, name, rank: text.startsWith(first) ? 0 : 1 })
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || a.name.localeCompare(b.name))
    .slice(0, limit)
    .map(({ node, name }) => ({ node, name }))
}
