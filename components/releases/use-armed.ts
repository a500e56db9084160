'use client'
import { useEffect, useState } from 'react'

/** Milliseconds that an armed abort waits for its Enter. */
const ARMED_MS = 5_000

export interface Armed {
  armed: boolean
  /** Moves the focus to the button too, so that Enter lands there. */
  arm: () => void
  disarm: () => void
  /** The `ref` of the button. */
  attach: (button: HTMLButtonElement | null) => void
}

/** The first half of a two-key action: armed by one key, done by Enter, forgotten after a while. */
export function useArmed(): Armed {
  const [armed, setArmed] = useState(false)
  const [button, attach] = useState<HTMLButtonElement | null>(null)
  useEffect(() => {
    if (!armed) return
    const timer = setTimeout(() => setArmed(false), ARMED_MS)
    return () => clearTimeout(timer)
  }, [armed])
  return {
    armed,
    arm: () => {
      button?.focus()
      setArmed(true)
    },
    disarm: () => setArmed(false),
    attach,
  }
}
