import type { GraphNodeDto } from '@/lib/contracts/topology'
import { nodeRate } from '../describe'
import { parentOf, type GraphIndex } from '../graph-index'
import { fullName, isVersionLike, serviceName, shortName } from '../names'
import type { Fact } from './truth'

/** What a node has in a field of the find language; null where the field says nothing of nodes. */
export function nodeValue(index: GraphIndex, node: GraphNodeDto, field: string): Fact {
  const parent = parentOf(index, node)
  switch (field) {
    case 'ns':
      return words(node.namespace)
    case 'cluster':
      return words(node.cluster)
    case 'service':
      return node.kind === 'service' ? [node.name] : parent === undefined ? words(node.app) : [parent.name]
    case 'app':
      return words(node.app ?? (node.kind === 'app' ? node.name : parent?.app))
    case 'version':
      return versionsOf(index, node)
    case 'workload':
      return words(node.workload ?? (node.kind === 'workload' ? node.name : undefined))
    case 'name':
      return [...new Set([fullName(node, parent), serviceName(node, parent), shortName(node), node.name])]
    case 'kind':
      return [node.kind]
    case 'badge':
      return node.badges.map((badge) => badge.replaceAll(/[\s_]+/g, '-'))
    case 'health':
      return [node.health.state]
    case 'rps':
      return nodeRate(node)
    case 'errors':
      return node.in.errorShare
    case 'is':
      return statesOf(node)
    default:
      return null
  }
}

/** What a free word is looked for in. */
export function nodeText(index: GraphIndex, node: GraphNodeDto): string[] {
  return [fullName(node, parentOf(index, node)), node.namespace, node.workload ?? ''].map((text) =>
    text.toLowerCase(),
  )
}

/** Whether nothing runs through a node. */
export function isIdleNode(node: GraphNodeDto): boolean {
  return (
    node.badges.includes('idle') || (node.in.rate === 0 && node.out.rate === 0 && node.in.errorShare === null)
  )
}

/** A service of one version is drawn with it as one card, and is found by it. */
function versionsOf(index: GraphIndex, node: GraphNodeDto): Fact {
  if (isVersionLike(node) || node.version !== undefined) return words(node.version)
  const children = index.children.get(node.id) ?? []
  const [only] = children
  return children.length === 1 && only?.version !== undefined ? [only.version] : []
}

function statesOf(node: GraphNodeDto): string[] {
  const states = ['node']
  if (isIdleNode(node)) states.push('idle')
  if (node.kind === 'external') states.push('external')
  if (node.role !== undefined) states.push(node.role)
  if (node.release !== undefined) states.push('released')
  if (node.badges.includes('mirror')) states.push('mirror')
  return states
}

/** A field that a node has none of is empty, not unknown: `not version:v1` finds a gateway too. */
function words(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : [text]
}
