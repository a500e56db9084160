'use client'
import { X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { formatDuration, formatExact } from '@/components/ui/format-time'
import type { GraphDto, GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { areaKindOf } from '../boxes/areas'
import { kindWords } from '../describe'
import type { Figures } from '../figures/use-edge-figures'
import { parentOf, type GraphIndex } from '../graph-index'
import { fullName, isOutside, serviceName } from '../names'
import { ComparedFacts } from '../replay/compared-facts'
import { usePast } from '../replay/past-context'
import { PastService } from '../replay/past-service'
import type { ShownGraph } from '../use-shown-graph'
import type { ChangeView } from '../use-view-state'
import type { ViewState } from '../view-state'
import { AgeContext } from './age'
import { AreaDetails } from './area-details'
import { EdgeDetails } from './edge-details'
import { InspectorFrame } from './inspector-frame'
import { NodeActions } from './node-actions'
import { OutsideDetails } from './outside-details'
import { ServiceDetails } from './service-details'

export interface InspectorProps {
  shown: ShownGraph
  view: ViewState
  onChange: ChangeView
  figures: Figures
  graph: GraphDto | undefined
}

/** What is known of the node, edge or box that was chosen. */
export function Inspector(props: InspectorProps) {
  const { shown, view, onChange, graph } = props
  const id = view.selected ?? ''
  // What is hidden or folded can still be looked at; what folding made is in the drawn graph only.
  const index = shown.whole.nodes.has(id) || shown.whole.edges.has(id) ? shown.whole : shown.index
  const node = index.nodes.get(id)
  const edge = index.edges.get(id)
  const heading = headingOf(index, id, node, edge)
  return (
    <InspectorFrame label={`Inspector: ${heading.title}`}>
      <header className="flex items-start gap-2 px-5 pt-4 pb-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg leading-6 font-semibold tracking-tight break-words">
            {heading.title}
            {heading.qualifier !== '' && (
              <span className="ml-2 text-sm font-normal text-muted">{heading.qualifier}</span>
            )}
          </h2>
        </div>
        <Button
          variant="ghost"
          size="icon"
          className="-mr-2 size-7"
          aria-label="Close the inspector"
          onClick={() => onChange({ selected: null })}
        >
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 pb-6">
        <AgeContext value={graph === undefined ? undefined : ageWords(graph)}>
          {node !== undefined && <NodeActions {...props} node={node} />}
          <ComparedFacts id={id} />
          <Body {...props} index={index} id={id} node={node} edge={edge} />
        </AgeContext>
      </div>
    </InspectorFrame>
  )
}

interface BodyProps extends InspectorProps {
  index: GraphIndex
  id: string
  node: GraphNodeDto | undefined
  edge: GraphEdgeDto | undefined
}

function Body({ index, id, node, edge, shown, figures, graph, onChange }: BodyProps) {
  const past = usePast().at !== null
  const window = graph?.window ?? 60
  const onSelect = (selected: string) => onChange({ selected })
  if (edge !== undefined) {
    return (
      <EdgeDetails
        key={edge.id}
        index={index}
        edge={edge}
        window={window}
        figures={figures}
        onSelect={onSelect}
      />
    )
  }
  if (areaKindOf(id) !== undefined)
    return <AreaDetails key={id} shown={shown} id={id} onSelect={onSelect} window={window} />
  if (node === undefined) {
    return (
      <p className="text-sm text-muted">
        This is not in the graph now: it may have had no traffic in this window, or lie in another namespace
        or level.
      </p>
    )
  }
  if (isOutside(node)) {
    return <OutsideDetails key={node.id} index={index} node={node} window={window} onSelect={onSelect} />
  }
  // What is now, and can be moved, must not pass for what was.
  if (past) return <PastService key={node.id} index={index} node={node} onSelect={onSelect} />
  return <ServiceDetails key={node.id} index={index} node={node} window={window} onSelect={onSelect} />
}

function headingOf(index: GraphIndex, id: string, node?: GraphNodeDto, edge?: GraphEdgeDto) {
  if (edge !== undefined) {
    return { title: `${nameOf(index, edge.from)} → ${nameOf(index, edge.to)}`, qualifier: edge.protocol }
  }
  const area = areaKindOf(id)
  if (area !== undefined) return { title: id.split('~').at(-1) ?? id, qualifier: area }
  if (node === undefined) return { title: 'Not in this graph', qualifier: '' }
  if (node.kind === 'hidden') return { title: 'Hidden from you', qualifier: node.cluster }
  const title = isOutside(node) ? node.name : serviceName(node, parentOf(index, node))
  const place = node.namespace === '' ? kindWords(node) : node.namespace
  const outside = [kindWords(node), node.namespace].filter((part) => part !== '').join(' · ')
  return { title, qualifier: isOutside(node) ? outside : place }
}

function nameOf(index: GraphIndex, id: string): string {
  const node = index.nodes.get(id)
  return node === undefined ? id : fullName(node, parentOf(index, node))
}

function ageWords(graph: GraphDto): string {
  const { at, window, age, source } = graph
  return `Samples of ${formatExact(at)} over ${formatDuration(window)}, read when ${formatDuration(age)} old, from ${source}`
}
