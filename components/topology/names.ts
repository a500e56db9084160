import type { GraphNodeDto } from '@/lib/contracts/topology'

/** The name of the service or app that a node belongs to. */
export function serviceName(node: GraphNodeDto, parent?: GraphNodeDto): string {
  return parent?.name ?? (isVersionLike(node) ? (node.app ?? node.name) : node.name)
}

/** What stands on a node: a version's own name, else the name of the object. */
export function shortName(node: GraphNodeDto): string {
  if (node.kind === 'version') return node.version ?? node.name
  if (node.kind === 'workload') return node.workload ?? node.name
  if (node.kind === 'hidden') return 'hidden'
  return node.name
}

/** "checkout v2": what a node is called in sentences, tables and accessible names. */
export function fullName(node: GraphNodeDto, parent?: GraphNodeDto): string {
  const service = serviceName(node, parent)
  if (node.kind === 'version') return `${service} ${shortName(node)}`
  return node.kind === 'workload' && parent !== undefined ? `${service} ${shortName(node)}` : shortName(node)
}

/** "checkout-v2": the same for ids in the page. */
export function slug(node: GraphNodeDto, parent?: GraphNodeDto): string {
  return fullName(node, parent).replaceAll(' ', '-')
}

/** Whether a node stands for a part of a service rather than for the whole. */
export function isVersionLike(node: GraphNodeDto): boolean {
  return node.kind === 'version' || node.kind === 'workload'
}

/** Whether a node is not a service of the clusters: a remote party, an entrance, a caller without a name, or what may not be seen. */
export function isOutside(node: GraphNodeDto): boolean {
  return ['external', 'gateway', 'unknown', 'hidden'].includes(node.kind)
}
