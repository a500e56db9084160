'use client'
import { useEffect, useEffectEvent, useRef } from 'react'

/** Milliseconds after `g` in which `a` means the audit page. */
const PAIR_MS = 1_200

/** Whether a key press is meant for a field rather than for the page. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** Calls `arm` when A is pressed anywhere on the page, except in fields, in dialogs and right after G. */
export function useAbortKey(arm: () => void): void {
  const pairedAt = useRef(-PAIR_MS)
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.repeat || isTyping(event.target)) return
    if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return
    const key = event.key.toLowerCase()
    if (key === 'g') pairedAt.current = event.timeStamp
    else if (key === 'a' && event.timeStamp - pairedAt.current >= PAIR_MS) {
      event.preventDefault()
      arm()
    }
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
