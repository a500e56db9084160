'use client'
import { useId, useState, type KeyboardEvent } from 'react'
import { healthSigns } from '@/components/ui/health'
import { Input } from '@/components/ui/input'
import { cn } from '@/lib/cn'
import { kindWords } from '../describe'
import { findNodes } from '../find-nodes'
import type { GraphIndex } from '../graph-index'

/** Finds a node by name; the one that is chosen is selected and brought to the middle. */
export function FindBox({
  index,
  onFound,
}: {
  index: GraphIndex | undefined
  onFound: (id: string) => void
}) {
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const list = useId()
  const found = index === undefined ? [] : findNodes(index, query)
  const shown = open && query.trim() !== ''

  const choose = (at: number) => {
    const hit = found[at]
    if (hit === undefined) return
    onFound(hit.node.id)
    setOpen(false)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((present) => Math.min(found.length - 1, Math.max(0, present + step)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(active)
    } else if (event.key === 'Escape') {
      // The inspector stays open: one Escape, one thing.
      event.stopPropagation()
      setOpen(false)
      setQuery('')
    }
  }
  return (
    <div className="relative min-w-44 flex-1 md:max-w-72" onBlur={() => setOpen(false)}>
      <Input
        type="search"
        role="combobox"
        aria-label="Find a service or version"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && found.length > 0 ? `${list}-${active}` : undefined}
        placeholder="Find: checkout v2"
        className="w-full"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setActive(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={keys}
      />
      <ul
        id={list}
        role="listbox"
        aria-label="Found"
        hidden={!shown}
        className="absolute top-full right-0 left-0 z-30 mt-1 rounded-lg border border-line-strong bg-raised p-1 shadow-xl"
      >
        {found.map(({ node, name }, at) => {
          const sign = healthSigns[node.health.state]
          return (
            <li
              key={node.id}
              id={`${list}-${at}`}
              role="option"
              aria-selected={at === active}
              className={cn(
                'flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 text-sm',
                at === active && 'bg-stable-soft',
              )}
              onMouseDown={(event) => {
                event.preventDefault()
                choose(at)
              }}
              onMouseEnter={() => setActive(at)}
            >
              <span aria-hidden className={sign.className}>
                {sign.glyph}
              </span>
              <span className="flex-1 truncate">{name}</span>
              <span className="text-xs text-faint">
                {kindWords(node)}
                {node.namespace !== '' && `, ${node.namespace}`}
              </span>
            </li>
          )
        })}
        {found.length === 0 && (
          <li role="option" aria-selected={false} aria-disabled className="px-2.5 py-1.5 text-sm text-muted">
            Nothing in this graph is called that.
          </li>
        )}
      </ul>
    </div>
  )
}
