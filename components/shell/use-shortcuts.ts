'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useRef } from 'react'
import { navItems } from './nav-items'

/** Milliseconds between `g` and the letter of a page. */
const PAIR_MS = 1_200

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** The keys that work on every page: ⌘/Ctrl+K, `?`, `/`, and `g` with the letter of a page. */
export function useShortcuts(actions: { palette: () => void; help: () => void }): void {
  const router = useRouter()
  const armedAt = useRef(0)
  const press = useEffectEvent((event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      actions.palette()
      return
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
    if (document.querySelector('[role="dialog"]') !== null) return
    const paired = event.timeStamp - armedAt.current < PAIR_MS && armedAt.current > 0
    armedAt.current = event.key === 'g' && !paired ? event.timeStamp : 0
    const page = paired ? navItems.find(({ key }) => key === event.key) : undefined
    if (page !== undefined) router.push(page.href)
    else if (event.key === '?') actions.help()
    else if (event.key === '/') {
      const search = document.querySelector<HTMLInputElement>('input[type="search"]')
      if (search === null) return
      event.preventDefault()
      search.focus()
    }
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
