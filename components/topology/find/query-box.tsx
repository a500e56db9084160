'use client'
import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Input } from '@/components/ui/input'
import { cn } from '@/lib/cn'
import { completionsOf, type Suggestion, type ValuesOf } from './complete'
import { FindHelp } from './find-help'
import { parseQuery } from './parse'
import { ProblemText } from './problem-text'
import { SuggestionList } from './suggestion-list'
import { tokensOf } from './tokens'
import { useCommittedText } from './use-committed-text'

interface QueryBoxProps {
  /** The accessible name, and what stands in front of the field. */
  label: string
  word: string
  placeholder: string
  value: string
  onChange: (text: string) => void
  valuesOf: ValuesOf
  /** Enter: forth, or with Shift back. */
  onStep?: (step: 1 | -1) => void
  /** Ctrl or ⌘ and Enter: opens what was stepped to. */
  onOpen?: () => void
  /** What came of it, at the right of the field. */
  outcome?: ReactNode
  className?: string
}

/** A field for an expression of the find language, with completion, its errors in words, and help. */
export function QueryBox(props: QueryBoxProps) {
  const { label, word, placeholder, valuesOf, onStep, onOpen, outcome } = props
  const { text, type, commit } = useCommittedText(props.value, props.onChange)
  const [caret, setCaret] = useState(0)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const offers = useMemo(
    () => (open ? completionsOf(text, caret, valuesOf) : []),
    [open, text, caret, valuesOf],
  )
  const { problem } = useMemo(() => parseQuery(text), [text])
  const shown = open && offers.length > 0
  const wrong = problem !== undefined && !shown

  const take = (offer: Suggestion | undefined) => {
    if (offer === undefined) return
    type(offer.text)
    setActive(-1)
    setCaret(offer.caret)
    // The caret can be set once React has written the text.
    requestAnimationFrame(() => field.current?.setSelectionRange(offer.caret, offer.caret))
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const last = offers.length - 1
      if (event.key === 'ArrowDown') setActive((at) => (at >= last ? 0 : at + 1))
      else setActive((at) => (at <= 0 ? last : at - 1))
    } else if (event.key === 'Tab' && !event.shiftKey && shown && (active >= 0 || begun(text, caret))) {
      event.preventDefault()
      take(offers[Math.max(0, active)])
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (shown && active >= 0) {
        take(offers[active])
        return
      }
      commit(text)
      setOpen(false)
      if (event.ctrlKey || event.metaKey) onOpen?.()
      else onStep?.(event.shiftKey ? -1 : 1)
    } else if (event.key === 'Escape') {
      // The inspector stays open: one Escape, one thing.
      event.stopPropagation()
      if (shown) setOpen(false)
      else commit('')
    }
  }
  return (
    <div className={cn('relative', props.className)} onBlur={() => setOpen(false)}>
      <div
        className={cn(
          'flex h-8 items-center rounded-md border border-line-strong bg-bg pl-2.5 focus-within:outline-2 focus-within:outline-(--focus)',
          wrong && 'border-degraded',
        )}
      >
        <span aria-hidden className="shrink-0 text-sm text-muted">
          {word}
        </span>
        <Input
          ref={field}
          type="search"
          role="combobox"
          aria-label={label}
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown && active >= 0 ? `${id}-list-${active}` : undefined}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-problem` : undefined}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          className="h-7 min-w-0 flex-1 border-0 bg-transparent outline-none"
          value={text}
          onChange={(event) => {
            type(event.target.value)
            setCaret(event.target.selectionStart ?? event.target.value.length)
            setActive(-1)
            setOpen(true)
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onFocus={() => setOpen(text === '')}
          onKeyDown={keys}
        />
        {text !== '' && outcome}
        <FindHelp of={word} onTake={(example) => commit(example)} />
      </div>
      <SuggestionList
        id={`${id}-list`}
        shown={shown}
        offers={offers}
        active={active}
        onTake={take}
        onActive={setActive}
      />
      {wrong && <ProblemText id={`${id}-problem`} text={text} problem={problem} />}
    </div>
  )
}

/** Whether something of a word stands before the caret. */
function begun(text: string, caret: number): boolean {
  return tokensOf(text).some(({ from, to }) => from < caret && caret <= to)
}
