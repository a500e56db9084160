'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useEffectEvent, useMemo, useState } from 'react'
import {
  isoOf,
  onFrame,
  paceOf,
  parseReplay,
  writeReplay,
  type ReplayState,
  type Speed,
} from './replay-state'

export interface Replay extends ReplayState {
  /** The moment as the API takes it; undefined is now. */
  iso: string | undefined
  playing: boolean
  speed: Speed
  /** Goes to a moment; one that has not been yet is the last frame. */
  seek: (at: number) => void
  change: (part: Partial<ReplayState>) => void
  play: (playing: boolean) => void
  setSpeed: (speed: Speed) => void
  /** Shows now again. */
  close: () => void
}

/** The replay in the address, and its clock. */
export function useReplay(): Replay {
  const search = useSearchParams()
  const state = useMemo(() => parseReplay(search), [search])
  const [speed, setSpeed] = useState<Speed>(15)
  const [wanted, setWanted] = useState(false)
  const playing = wanted && state.at !== null
  const change = useCallback((part: Partial<ReplayState>) => {
    // Read at the time of the change: two changes in one moment must not undo each other.
    const present = new URLSearchParams(window.location.search)
    const next = writeReplay({ ...parseReplay(present), ...part }, present).toString()
    window.history.replaceState(null, '', next === '' ? window.location.pathname : `?${next}`)
  }, [])
  const seek = useCallback(
    (at: number) => {
      const now = Date.now()
      change({ at: at > now ? onFrame(now) : at })
    },
    [change],
  )

  const { every, by } = paceOf(speed)
  const advance = useEffectEvent(() => {
    if (state.at === null) return
    const next = onFrame(state.at) + by
    if (next > onFrame(Date.now())) setWanted(false)
    seek(next)
  })
  useEffect(() => {
    if (!playing) return
    const timer = setInterval(() => advance(), every)
    return () => clearInterval(timer)
  }, [playing, every])

  return {
    ...state,
    iso: isoOf(state.at) ?? undefined,
    playing,
    speed,
    seek,
    change,
    play: setWanted,
    setSpeed,
    close: () => {
      setWanted(false)
      change({ at: null })
    },
  }
}
