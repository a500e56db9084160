'use client'
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let now = 0
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const notify of listeners) notify()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    now = 0
  }
}

function snapshot(): number {
  if (now === 0) now = Date.now()
  return now
}

/** The time in epoch milliseconds, once a second and by one timer for the whole page; 0 while rendering on the server. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, snapshot, () => 0)
}
