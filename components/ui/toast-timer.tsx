'use client'
import { useEffect, useEffectEvent } from 'react'

/** Milliseconds that a toast stays. */
const STAY_MS = 6000

/** Closes a toast after its time; draws nothing. */
export function ToastTimer({ onEnd }: { onEnd: () => void }) {
  const end = useEffectEvent(onEnd)
  useEffect(() => {
    const timer = setTimeout(() => end(), STAY_MS)
    return () => clearTimeout(timer)
  }, [])
  return null
}
