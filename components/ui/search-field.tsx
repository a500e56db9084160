'use client'
import { useEffect, useEffectEvent, useState } from 'react'
import { Input } from './input'

/** Milliseconds of rest after typing before the search runs. */
const REST_MS = 250

interface SearchFieldProps {
  label: string
  placeholder: string
  value: string
  onSearch: (text: string) => void
}

/** A search field that asks only when typing pauses; `/` puts the focus into it. */
export function SearchField({ label, placeholder, value, onSearch }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const search = useEffectEvent(onSearch)
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => search(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={({ target }) => setText(target.value)}
      className="w-64 max-w-full"
    />
  )
}
