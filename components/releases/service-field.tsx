'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react'
import { Health } from '@/components/ui/health'
import { Input } from '@/components/ui/input'
import { cn } from '@/lib/cn'
import { serviceParam, servicesQuery } from '@/lib/queries/services'
import { serviceOf } from './new-release-form'

interface ServiceFieldProps {
  label: string
  placeholder: string
  /** `cluster/namespace/name`, or empty. */
  value: string
  onChange: (value: string) => void
  testId?: string
  className?: string
}

const SHOWN = 8

/** Finds a service by typing a part of its name. Empties the value when the text is emptied. */
export function ServiceField({ label, placeholder, value, onChange, testId, className }: ServiceFieldProps) {
  /** What is being typed; null while the field only shows the value. */
  const [text, setText] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const list = useId()
  const q = useDeferredValue((text ?? '').trim())
  const open = text !== null
  const query = useInfiniteQuery({ ...servicesQuery({ q: q.split('/').at(-1) ?? '' }, SHOWN), enabled: open })
  const rows = open ? (query.data?.pages.flatMap(({ items }) => items) ?? []).slice(0, SHOWN) : []
  const chosen = Math.min(at, rows.length - 1)
  // Rows of an earlier text must not be taken by an Enter for this one.
  const fresh = !query.isPlaceholderData && q === text?.trim()

  const choose = (next: string) => {
    setText(null)
    if (next !== value) onChange(next)
  }
  const leave = () => {
    const typed = (text ?? '').trim()
    if (serviceOf(typed) === null) setText(null)
    else choose(typed)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setText(null)
    if (!open) {
      if (event.key === 'ArrowDown') setText('')
      return
    }
    if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, rows.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0))
    else if (event.key === 'Enter') {
      const row = fresh ? rows[chosen] : undefined
      if (row === undefined) leave()
      else choose(serviceParam(row))
    } else return
    event.preventDefault()
  }
  return (
    <div className={cn('relative', className)}>
      <Input
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && rows.length > 0 ? `${list}-${chosen}` : undefined}
        data-testid={testId}
        placeholder={placeholder}
        className="w-full"
        value={text ?? value}
        onFocus={(event) => event.target.select()}
        onClick={() => setText((before) => before ?? '')}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
          if (event.target.value === '') onChange('')
        }}
        onKeyDown={keys}
        onBlur={leave}
      />
      <ul
        id={list}
        role="listbox"
        aria-label={`${label}, choices`}
        hidden={!open}
        className="absolute inset-x-0 top-full z-30 mt-1 max-h-80 min-w-72 overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-xl"
      >
        {rows.map((row, index) => (
          <li
            key={serviceParam(row)}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={cn(
              'flex cursor-default items-center justify-between gap-4 rounded-md px-2.5 py-1.5 text-sm',
              index === chosen && 'bg-stable-soft',
            )}
            onPointerMove={() => setAt(index)}
            // Before the blur of the field, which closes the list.
            onPointerDown={(event) => {
              event.preventDefault()
              choose(serviceParam(row))
            }}
          >
            <span className="truncate">
              <span className="font-medium">{row.name}</span>{' '}
              <span className="text-muted">{row.namespace}</span>
            </span>
            <Health health={row.health} className="text-xs" />
          </li>
        ))}
        {open && rows.length === 0 && (
          <li role="option" aria-selected={false} aria-disabled className="px-2.5 py-1.5 text-sm text-muted">
            {query.error !== null
              ? 'The services could not be read.'
              : query.isPending
                ? 'Looking…'
                : 'No service is called that.'}
          </li>
        )}
      </ul>
    </div>
  )
}
