'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { wordsOf } from '../find/graph-words'
import { foundWords } from '../find/found-in'
import { parseQuery } from '../find/parse'
import { QueryBox } from '../find/query-box'
import type { ValuesOf } from '../find/complete'
import type { ShownGraph } from '../use-shown-graph'
import type { ChangeView } from '../use-view-state'
import type { ViewState } from '../view-state'

const noWords: ValuesOf = () => []

interface FindProps {
  view: ViewState
  onChange: ChangeView
  shown: ShownGraph | undefined
}

interface FindBarProps extends FindProps {
  /** Which match was stepped to, counted from 0; null before the first step. */
  at: number | null
  onStep: (step: 1 | -1) => void
  onOpen: () => void
}

/** Marks what an expression describes, and steps through it. */
export function FindBar({ view, onChange, shown, at, onStep, onOpen }: FindBarProps) {
  const valuesOf = useWords(shown)
  const found = shown?.found
  const several = (found?.order.length ?? 0) > 0
  return (
    <QueryBox
      className="min-w-0 flex-1 md:min-w-72"
      word="Find"
      label="Find in the graph"
      placeholder="checkout v2, errors>1%"
      value={view.find ?? ''}
      onChange={(text) => onChange({ find: text === '' ? null : text })}
      valuesOf={valuesOf}
      onStep={onStep}
      onOpen={onOpen}
      outcome={
        found !== undefined &&
        parseQuery(view.find ?? '').problem === undefined && (
          <span className="flex shrink-0 items-center gap-0.5 text-xs text-muted">
            <span
              role="status"
              data-testid="find-count"
              className="px-1 whitespace-nowrap"
              title={foundWords(found)}
            >
              {several ? `${at === null ? '' : `${at + 1} of `}${found.order.length}` : 'none'}
              <span className="sr-only">, {foundWords(found)}</span>
            </span>
            {several && (
              <>
                <Step label="Previous match" onClick={() => onStep(-1)}>
                  <ChevronLeft className="size-3.5" aria-hidden />
                </Step>
                <Step label="Next match" onClick={() => onStep(1)}>
                  <ChevronRight className="size-3.5" aria-hidden />
                </Step>
              </>
            )}
          </span>
        )
      }
    />
  )
}

/** Takes out what an expression describes. */
export function HideBar({ view, onChange, shown, className }: FindProps & { className?: string }) {
  const valuesOf = useWords(shown)
  return (
    <QueryBox
      className={className ?? 'min-w-0 flex-1 md:min-w-56'}
      word="Hide"
      label="Hide from the graph"
      placeholder="kind:external, rps<1"
      value={view.hide ?? ''}
      onChange={(text) => onChange({ hide: text === '' ? null : text })}
      valuesOf={valuesOf}
      outcome={
        shown !== undefined &&
        parseQuery(view.hide ?? '').problem === undefined && (
          <span
            role="status"
            data-testid="hide-count"
            className="shrink-0 px-1 text-xs whitespace-nowrap text-muted"
          >
            {shown.takenOut} hidden
          </span>
        )
      }
    />
  )
}

function Step({
  label,
  onClick,
  children,
}: {
  label: string
  onClick: () => void
  children: React.ReactNode
}) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="rounded-sm p-0.5 hover:bg-stable-soft hover:text-text"
    >
      {children}
    </button>
  )
}

function useWords(shown: ShownGraph | undefined): ValuesOf {
  const whole = shown?.whole
  return useMemo(() => (whole === undefined ? noWords : wordsOf(whole)), [whole])
}
