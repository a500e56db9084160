'use client'
import { X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { kindWords } from '../describe'
import { parentOf, type GraphIndex } from '../graph-index'
import { fullName, isOutside, serviceName } from '../names'
import { EdgeDetails } from './edge-details'
import { OutsideDetails } from './outside-details'
import { ServiceDetails } from './service-details'

export interface InspectorProps {
  index: GraphIndex
  selected: string
  focused: boolean
  /** Seconds. */
  window: number
  onSelect: (id: string) => void
  onFocus: () => void
  onClose: () => void
}

/** What is known of the node or edge that was chosen: at the right, or on a phone from below. */
export function Inspector(props: InspectorProps) {
  const { index, selected, focused, onFocus, onClose } = props
  const node = index.nodes.get(selected)
  const edge = index.edges.get(selected)
  const heading = headingOf(index, node, edge)
  return (
    <aside
      data-testid="inspector"
      aria-label={`Inspector: ${heading.title}`}
      className="flex animate-rise flex-col border-line bg-panel max-md:z-20 max-md:max-h-[62%] max-md:shrink-0 max-md:rounded-t-xl max-md:border-t max-md:shadow-2xl md:w-[392px] md:shrink-0 md:border-l"
    >
      <header className="flex items-start gap-2 px-5 pt-4 pb-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg leading-6 font-semibold tracking-tight break-words">
            {heading.title}
            {heading.qualifier !== '' && (
              <span className="ml-2 text-sm font-normal text-muted">{heading.qualifier}</span>
            )}
          </h2>
        </div>
        {node !== undefined && (
          <Button
            size="sm"
            aria-pressed={focused}
            onClick={onFocus}
            title="Dims all but this and its neighbours"
          >
            {focused ? 'Show all' : 'Neighbours'}
          </Button>
        )}
        <Button
          variant="ghost"
          size="icon"
          className="-mr-2 size-7"
          aria-label="Close the inspector"
          onClick={onClose}
        >
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 pb-6">
        <Body {...props} node={node} edge={edge} />
      </div>
    </aside>
  )
}

interface BodyProps extends InspectorProps {
  node: GraphNodeDto | undefined
  edge: GraphEdgeDto | undefined
}

function Body({ index, node, edge, onSelect, window }: BodyProps) {
  if (edge !== undefined)
    return <EdgeDetails key={edge.id} index={index} edge={edge} window={window} onSelect={onSelect} />
  if (node === undefined) {
    return (
      <p className="text-sm text-muted">
        This is not in the graph now: it may have had no traffic in this window, or lie in another namespace
        or level.
      </p>
    )
  }
  if (isOutside(node)) return <OutsideDetails key={node.id} index={index} node={node} onSelect={onSelect} />
  return <ServiceDetails key={node.id} index={index} node={node} onSelect={onSelect} />
}

function headingOf(index: GraphIndex, node?: GraphNodeDto, edge?: GraphEdgeDto) {
  if (edge !== undefined) {
    return { title: `${nameOf(index, edge.from)} → ${nameOf(index, edge.to)}`, qualifier: edge.protocol }
  }
  if (node === undefined) return { title: 'Not in this graph', qualifier: '' }
  const title = isOutside(node) ? node.name : serviceName(node, parentOf(index, node))
  const place = node.namespace === '' ? kindWords(node) : node.namespace
  return { title, qualifier: isOutside(node) ? `${kindWords(node)} · ${node.namespace}` : place }
}

function nameOf(index: GraphIndex, id: string): string {
  const node = index.nodes.get(id)
  return node === undefined ? id : fullName(node, parentOf(index, node))
}
