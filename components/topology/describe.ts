import { formatPercent, formatRate } from '@/components/ui/format-number'
import { healthSigns } from '@/components/ui/health'
import type { GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { badgeSign } from './badges'
import { areaKindOf } from './boxes/areas'
import { rateWords } from './edges/edge-label'
import { fullName } from './names'

const kinds: Record<GraphNodeDto['kind'], string> = {
  service: 'service',
  app: 'app',
  version: 'version',
  workload: 'workload',
  external: 'external service',
  gateway: 'gateway',
  unknown: 'unknown caller',
  hidden: 'hidden services',
}

/** "service", "gateway", …: what a node is, in words. */
export function kindWords(node: GraphNodeDto): string {
  return areaKindOf(node.id) ?? kinds[node.kind]
}

/** "12 services": what a folded box or a hidden node stands for; empty for others. */
export function countWords(node: GraphNodeDto): string {
  if (node.count === undefined) return ''
  return `${node.count} ${node.count === 1 ? 'node' : 'nodes'}`
}

/** The rate that counts for a node: what it receives, or sends where nothing calls it. */
export function nodeRate(node: GraphNodeDto): number {
  return node.in.rate > 0 ? node.in.rate : node.out.rate
}

/** A node in one sentence, for those who don't see it. */
export function describeNode(node: GraphNodeDto, parent?: GraphNodeDto): string {
  const { release, replicas, role } = node
  const parts = [
    `${fullName(node, parent)}, ${role === undefined ? '' : `${role} `}${kindWords(node)}`,
    countWords(node),
    healthSigns[node.health.state].word,
    `${formatRate(nodeRate(node))} requests a second`,
    errorWords(node.in.errorShare),
    replicas === undefined ? '' : `${replicas.ready} of ${replicas.desired} pods ready`,
    release === undefined ? '' : releaseWords(release),
    node.badges.map((badge) => badgeSign(badge).word).join(', '),
  ]
  return parts.filter((part) => part !== '').join('; ')
}

/** "release, step 2 of 5", or its state where it doesn't run. */
export function releaseWords(release: NonNullable<GraphNodeDto['release']>): string {
  const state = release.state === 'running' ? 'release' : `release ${release.state}`
  return `${state}, step ${release.step} of ${release.of}`
}

/** "0.1 % errors"; empty where nothing can be said. */
export function errorWords(share: number | null): string {
  return share === null ? '' : `${formatPercent(share)} errors`
}

/** An edge in one sentence. */
export function describeEdge(edge: GraphEdgeDto, from: string, to: string): string {
  const parts = [
    `${from} to ${to}, ${edge.protocol}`,
    rateWords(edge),
    edge.mirrored === undefined ? '' : `mirror ${formatPercent(edge.mirrored)}`,
    edge.desiredShare === undefined ? '' : `${formatPercent(edge.desiredShare)} desired`,
    `${formatPercent(edge.share)} seen`,
    edge.protocol === 'tcp' ? '' : errorWords(edge.errorShare),
  ]
  return parts.filter((part) => part !== '').join('; ')
}
