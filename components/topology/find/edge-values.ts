import type { GraphEdgeDto } from '@/lib/contracts/topology'
import type { EdgeFigures } from '../figures/edge-figures'
import { edgeHealth } from '../edges/edge-label'
import type { GraphIndex } from '../graph-index'
import { nodeValue } from './node-values'
import type { Fact } from './truth'

/** What an edge has in a field of its own; null where it has none or it was not measured. `window` in seconds. */
export function edgeValue(
  index: GraphIndex,
  edge: GraphEdgeDto,
  field: string,
  window: number,
  figures: EdgeFigures | undefined,
): Fact {
  switch (field) {
    case 'protocol':
      return [edge.protocol]
    case 'code':
      return edge.codes.map(({ code }) => code)
    case 'flag':
      return edge.codes.flatMap(({ flags }) => flags.split(',')).filter((flag) => flag !== '' && flag !== '-')
    case 'rps':
      return edge.protocol === 'tcp' ? null : edge.rate
    case 'errors':
      return edge.protocol === 'tcp' ? null : edge.errorShare
    case 'share':
      return edge.share
    case 'average':
      return figures?.average ?? null
    case 'p50':
    case 'p95':
    case 'p99':
      return (figures?.latency ?? edge.latency)?.[field] ?? null
    case 'throughput':
      return throughputOf(edge, figures)
    case 'mtls':
      return edge.mtlsShare ?? null
    case 'health':
      return [edgeHealth(edge, window)]
    case 'from':
      return endNames(index, edge.from)
    case 'to':
      return endNames(index, edge.to)
    case 'is':
      return statesOf(edge)
    default:
      return null
  }
}

/** Whether nothing ran along an edge. */
export function isIdleEdge(edge: GraphEdgeDto): boolean {
  return edge.rate === 0 && (edge.bytesRate ?? 0) === 0
}

function throughputOf(edge: GraphEdgeDto, figures: EdgeFigures | undefined): number | null {
  const { requestBytesRate, responseBytesRate } = figures ?? {}
  if (requestBytesRate === undefined && responseBytesRate === undefined) return edge.bytesRate ?? null
  return (requestBytesRate ?? 0) + (responseBytesRate ?? 0)
}

function endNames(index: GraphIndex, id: string): Fact {
  const node = index.nodes.get(id)
  return node === undefined ? null : nodeValue(index, node, 'name')
}

function statesOf(edge: GraphEdgeDto): string[] {
  const states = ['edge']
  if (isIdleEdge(edge)) states.push('idle')
  if (edge.mirrored !== undefined) states.push('mirror')
  return states
}
