'use client'
import { formatPercent, formatRate } from '@/components/ui/format-number'
import { Health } from '@/components/ui/health'
import { Table, Td } from '@/components/ui/table'
import { cn } from '@/lib/cn'
import type { GraphNodeDto } from '@/lib/contracts/topology'
import { badgeSign } from '../badges'
import { countWords, kindWords, nodeRate, releaseWords } from '../describe'
import { parentOf, type GraphIndex } from '../graph-index'
import { fullName, isOutside } from '../names'
import { FoundMark, OpenButton } from './open-button'
import { useSort, type Column } from './use-sort'

const healthOrder = { failing: 0, degraded: 1, ok: 2, unknown: 3 } as const

interface NodeTableProps {
  index: GraphIndex
  selected: string | null
  onSelect: (id: string) => void
  found: { hits: ReadonlySet<string> }
}

/** All nodes: services with their versions below them, then what lies outside. */
export function NodeTable({ index, selected, onSelect, found }: NodeTableProps) {
  const name = (node: GraphNodeDto) => fullName(node, parentOf(index, node))
  const roots = index.roots.toSorted((a, b) => Number(isOutside(a)) - Number(isOutside(b)))
  const nodes = roots
    .flatMap((root) => [root, ...(index.children.get(root.id) ?? [])])
    .toSorted((a, b) => Number(found.hits.has(b.id)) - Number(found.hits.has(a.id)))
  const columns: Column<GraphNodeDto>[] = [
    { name: 'name', value: name },
    { name: 'kind', value: kindWords },
    { name: 'namespace', value: ({ namespace }) => namespace },
    { name: 'health', value: ({ health }) => healthOrder[health.state] },
    { name: 'rps in', numeric: true, value: ({ in: { rate } }) => rate },
    { name: 'errors', numeric: true, value: ({ in: { errorShare } }) => errorShare },
    { name: 'rps out', numeric: true, value: ({ out }) => out.rate },
    { name: 'pods', numeric: true, value: ({ replicas }) => replicas?.ready ?? null },
    { name: 'notes' },
  ]
  const { rows, head } = useSort(nodes, columns)
  return (
    <Table label="Services and versions">
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>
        {rows.map((node) => (
          <tr key={node.id} className={cn(node.id === selected && 'bg-stable-soft')}>
            <Td className={cn('whitespace-nowrap', parentOf(index, node) !== undefined && 'pl-8')}>
              <FoundMark found={found.hits.has(node.id)} />
              <OpenButton label={name(node)} onClick={() => onSelect(node.id)} />
            </Td>
            <Td className="whitespace-nowrap text-muted">{kindWords(node)}</Td>
            <Td className="text-muted">{node.namespace}</Td>
            <Td>
              <Health health={node.health} />
            </Td>
            <Td numeric>{formatRate(node.in.rate)}</Td>
            <Td numeric>{node.in.errorShare === null ? '–' : formatPercent(node.in.errorShare)}</Td>
            <Td numeric>{formatRate(node.out.rate)}</Td>
            <Td numeric>
              {node.replicas === undefined ? '–' : `${node.replicas.ready}/${node.replicas.desired}`}
            </Td>
            <Td className="text-muted">{notesOf(node)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function notesOf(node: GraphNodeDto): string {
  const notes = [
    countWords(node),
    node.release === undefined ? '' : releaseWords(node.release),
    node.role ?? '',
    ...node.badges.map((badge) => badgeSign(badge).word),
    nodeRate(node) === 0 ? 'no traffic' : '',
  ]
  return notes.filter((note) => note !== '').join(', ')
}
