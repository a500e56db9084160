'use client'
import { Button } from '@/components/ui/button'
import type { GraphNodeDto } from '@/lib/contracts/topology'
import { areaKindOf, areasAround } from '../boxes/areas'
import type { ShownGraph } from '../use-shown-graph'
import type { ChangeView } from '../use-view-state'
import type { ViewState } from '../view-state'

interface NodeActionsProps {
  node: GraphNodeDto
  shown: ShownGraph
  view: ViewState
  onChange: ChangeView
}

/** What can be done with the picture from a node: dim the rest, show it alone, fold the boxes around it. */
export function NodeActions({ node, shown, view, onChange }: NodeActionsProps) {
  const focused = view.focus === node.id
  const alone = view.node === node.id
  const kinds = new Set([...shown.index.areas.values()].map(({ kind }) => kind))
  const versions = node.parent === undefined ? (shown.whole.children.get(node.id)?.length ?? 0) : 0
  const boxes = [
    ...areasAround(node, kinds).map(({ id, kind, name }) => ({ id, words: `${kind} ${name}` })),
    ...(versions > 1 && view.boxes.has('service') ? [{ id: node.id, words: 'versions' }] : []),
  ]
  const unfolds = view.closed.includes(node.id)
  const toggle = (id: string) =>
    onChange({
      closed: view.closed.includes(id) ? view.closed.filter((other) => other !== id) : [...view.closed, id],
    })
  return (
    <div className="flex flex-wrap gap-1.5">
      <Button
        size="sm"
        aria-pressed={focused}
        title="Dims all but this and its neighbours; a double click does the same"
        onClick={() => onChange({ focus: focused ? null : node.id })}
      >
        {focused ? 'Show all' : 'Neighbours'}
      </Button>
      {areaKindOf(node.id) === undefined && (
        <Button
          size="sm"
          aria-pressed={alone}
          title="Draws only this and its direct neighbours"
          onClick={() => onChange({ node: alone ? null : node.id, focus: null })}
        >
          {alone ? 'Show everything' : 'Show only this'}
        </Button>
      )}
      {unfolds && areaKindOf(node.id) !== undefined && (
        <Button size="sm" onClick={() => toggle(node.id)}>
          Unfold
        </Button>
      )}
      {boxes
        .filter(({ id }) => id !== node.id || areaKindOf(node.id) === undefined)
        .map(({ id, words }) => (
          <Button key={id} size="sm" onClick={() => toggle(id)}>
            {view.closed.includes(id) ? 'Unfold' : 'Fold'} {words}
          </Button>
        ))}
    </div>
  )
}
