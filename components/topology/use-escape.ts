'use client'
import { useEffect, useEffectEvent } from 'react'

/** Calls `run` on Escape, unless something in front of the page (a dialog, a menu, a field) has use for it. */
export function useEscape(run: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (document.querySelector('[role="dialog"], [role="listbox"]:not([hidden])') !== null) return
    run()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
