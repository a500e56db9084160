'use client'
import { formatPercent, formatRate } from '@/components/ui/format-number'
import { Health } from '@/components/ui/health'
import { Table, Td, Th } from '@/components/ui/table'
import { cn } from '@/lib/cn'
import type { GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { badgeSign } from './badges'
import { kindWords, nodeRate, releaseWords } from './describe'
import { rateWords } from './edges/edge-label'
import { parentOf, type GraphIndex } from './graph-index'
import { fullName, isOutside } from './names'

interface GraphListProps {
  index: GraphIndex
  selected: string | null
  onSelect: (id: string) => void
  stale: boolean
}

/** The same graph as two tables, for those who don't see it or would rather read. */
export function GraphList({ index, selected, onSelect, stale }: GraphListProps) {
  const roots = index.roots.toSorted((a, b) => Number(isOutside(a)) - Number(isOutside(b)))
  const nodes = roots.flatMap((root) => [root, ...(index.children.get(root.id) ?? [])])
  const edges = [...index.edges.values()].sort((a, b) => b.rate - a.rate)
  const name = (id: string) => {
    const node = index.nodes.get(id)
    return node === undefined ? id : fullName(node, parentOf(index, node))
  }
  return (
    <div
      data-testid="topology-list"
      className={cn('h-full overflow-y-auto p-4', stale && 'opacity-70 grayscale')}
    >
      <h2 className="mb-2 text-base font-semibold">Services and versions</h2>
      <Table label="Services and versions">
        <thead>
          <tr>
            <Th>name</Th>
            <Th>kind</Th>
            <Th>namespace</Th>
            <Th>health</Th>
            <Th numeric>rps</Th>
            <Th numeric>errors</Th>
            <Th numeric>pods</Th>
            <Th>notes</Th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <tr key={node.id} className={cn(node.id === selected && 'bg-stable-soft')}>
              <Td className={cn(parentOf(index, node) !== undefined && 'pl-8')}>
                <Open label={name(node.id)} onClick={() => onSelect(node.id)} />
              </Td>
              <Td className="whitespace-nowrap text-muted">{kindWords(node)}</Td>
              <Td className="text-muted">{node.namespace}</Td>
              <Td>
                <Health health={node.health} />
              </Td>
              <Td numeric>{formatRate(nodeRate(node))}</Td>
              <Td numeric>{shareOf(node.in.errorShare)}</Td>
              <Td numeric>
                {node.replicas === undefined ? '–' : `${node.replicas.ready}/${node.replicas.desired}`}
              </Td>
              <Td className="text-muted">{notesOf(node)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <h2 className="mt-6 mb-2 text-base font-semibold">Traffic between them</h2>
      <Table label="Traffic between them">
        <thead>
          <tr>
            <Th>from</Th>
            <Th>to</Th>
            <Th>protocol</Th>
            <Th numeric>rate</Th>
            <Th numeric>desired</Th>
            <Th numeric>observed</Th>
            <Th numeric>errors</Th>
            <Th>
              <span className="sr-only">open</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => (
            <tr key={edge.id} className={cn(edge.id === selected && 'bg-stable-soft')}>
              <Td>{name(edge.from)}</Td>
              <Td>{name(edge.to)}</Td>
              <Td className="text-muted">{protocolOf(edge)}</Td>
              <Td numeric>{rateWords(edge)}</Td>
              <Td numeric>{edge.desiredShare === undefined ? '–' : formatPercent(edge.desiredShare)}</Td>
              <Td numeric>{formatPercent(edge.share)}</Td>
              <Td numeric>{edge.protocol === 'tcp' ? '–' : shareOf(edge.errorShare)}</Td>
              <Td numeric>
                <Open
                  label="Open"
                  describes={`${name(edge.from)} to ${name(edge.to)}`}
                  onClick={() => onSelect(edge.id)}
                />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function Open(props: { label: string; describes?: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={props.onClick}
      className="text-left font-medium whitespace-nowrap underline decoration-line-strong underline-offset-3 hover:decoration-text"
    >
      {props.label}
      {props.describes !== undefined && <span className="sr-only"> {props.describes}</span>}
    </button>
  )
}

function shareOf(share: number | null): string {
  return share === null ? '–' : formatPercent(share)
}

function notesOf(node: GraphNodeDto): string {
  const notes = node.badges.map((badge) => badgeSign(badge).word)
  if (node.role !== undefined) notes.unshift(node.role)
  if (node.release !== undefined) notes.unshift(releaseWords(node.release))
  return notes.join(', ')
}

function protocolOf(edge: GraphEdgeDto): string {
  return edge.mirrored === undefined
    ? edge.protocol
    : `${edge.protocol}, mirror ${formatPercent(edge.mirrored)}`
}
