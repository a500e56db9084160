'use client'
import { SlidersHorizontal } from 'lucide-react'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { throughputKinds, timeKinds, type LabelKind } from '../label-kinds'
import type { ChangeView } from '../use-view-state'
import { boxKinds, type BoxKind, type ViewState } from '../view-state'

const labelWords: Record<LabelKind, string> = {
  share: 'share, desired and observed',
  rate: 'rate',
  errors: 'errors',
  average: 'average',
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  'request-bytes': 'of requests',
  'response-bytes': 'of responses',
  mtls: 'mTLS',
  protocol: 'protocol',
}
const plainLabels = ['share', 'rate', 'errors', 'mtls', 'protocol'] as const
const boxWords: Record<BoxKind, string> = {
  cluster: 'clusters',
  namespace: 'namespaces',
  service: 'services',
}

interface DisplayProps {
  view: ViewState
  onChange: ChangeView
}

/** Labels, boxes and idle parts behind one button. */
export function DisplayMenu(props: DisplayProps) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button className="h-8 px-2.5">
          <SlidersHorizontal className="size-3.5 text-muted" aria-hidden />
          Display
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="max-h-[75vh] w-72 overflow-y-auto" aria-label="Display">
        <DisplayOptions {...props} />
      </PopoverContent>
    </Popover>
  )
}

/** What stands on edges, what is drawn as a box, and whether idle parts are shown. */
export function DisplayOptions({ view, onChange }: DisplayProps) {
  const toggleLabel = (kind: LabelKind, on: boolean) => onChange({ labels: withLabel(view.labels, kind, on) })
  const one = (group: readonly LabelKind[]) => group.find((kind) => view.labels.has(kind)) ?? null
  const choose = (group: readonly LabelKind[], kind: LabelKind | null) => {
    const labels = new Set([...view.labels].filter((other) => !group.includes(other)))
    if (kind !== null) labels.add(kind)
    onChange({ labels })
  }
  return (
    <div className="flex flex-col gap-4 text-sm">
      <Group title="On edges">
        {plainLabels.map((kind) => (
          <Check
            key={kind}
            word={labelWords[kind]}
            on={view.labels.has(kind)}
            onChange={(on) => toggleLabel(kind, on)}
          />
        ))}
      </Group>
      <OneOf
        title="Response time"
        group={timeKinds}
        chosen={one(timeKinds)}
        onChange={(kind) => choose(timeKinds, kind)}
      />
      <OneOf
        title="Throughput"
        group={throughputKinds}
        chosen={one(throughputKinds)}
        onChange={(kind) => choose(throughputKinds, kind)}
      />
      <Group title="Boxes">
        {boxKinds.map((kind) => (
          <Check
            key={kind}
            word={boxWords[kind]}
            on={view.boxes.has(kind)}
            onChange={(on) => onChange({ boxes: toggled(view.boxes, kind, on) })}
          />
        ))}
        {view.closed.length > 0 && (
          <Button size="sm" className="mt-1 self-start" onClick={() => onChange({ closed: [] })}>
            Unfold all {view.closed.length}
          </Button>
        )}
      </Group>
      <Group title="Without traffic">
        <Check word="show idle nodes and edges" on={view.idle} onChange={(idle) => onChange({ idle })} />
      </Group>
    </div>
  )
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1 text-xs font-semibold text-muted">{title}</legend>
      {children}
    </fieldset>
  )
}

function Check({ word, on, onChange }: { word: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="flex cursor-pointer items-center gap-2.5 rounded-md px-1.5 py-1 hover:bg-stable-soft">
      <input
        type="checkbox"
        className="accent-(--stable)"
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
      />
      {word}
    </label>
  )
}

interface OneOfProps {
  title: string
  group: readonly LabelKind[]
  chosen: LabelKind | null
  onChange: (kind: LabelKind | null) => void
}

function OneOf({ title, group, chosen, onChange }: OneOfProps) {
  const name = useId()
  return (
    <Group title={title}>
      <div className="flex flex-wrap gap-x-3">
        {[null, ...group].map((kind) => (
          <label
            key={kind}
            className="flex cursor-pointer items-center gap-2 rounded-md px-1.5 py-1 hover:bg-stable-soft"
          >
            <input
              type="radio"
              name={name}
              className="accent-(--stable)"
              checked={chosen === kind}
              onChange={() => onChange(kind)}
            />
            {kind === null ? 'none' : labelWords[kind]}
          </label>
        ))}
      </div>
    </Group>
  )
}

function withLabel(labels: ReadonlySet<LabelKind>, kind: LabelKind, on: boolean): ReadonlySet<LabelKind> {
  return toggled(labels, kind, on)
}

function toggled<T>(set: ReadonlySet<T>, one: T, on: boolean): ReadonlySet<T> {
  const next = new Set(set)
  if (on) next.add(one)
  else next.delete(one)
  return next
}
