'use client'
import { useEffect, useRef, useState } from 'react'

const PAUSE_MS = 200

interface CommittedText {
  text: string
  /** What is being typed; it reaches the address after a short pause. */
  type: (text: string) => void
  /** At once. */
  commit: (text: string) => void
}

/** A text that lives in the address, ahead of it while somebody types. */
export function useCommittedText(value: string, onCommit: (text: string) => void): CommittedText {
  const [state, setState] = useState({ text: value, seen: value, sent: value })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  if (value !== state.seen) {
    // One's own text coming back must not undo what was typed since; one from elsewhere takes its place.
    setState({ ...state, seen: value, text: value === state.sent ? state.text : value })
  }
  const commit = (text: string) => {
    clearTimeout(timer.current)
    setState((present) => ({ ...present, text, sent: text }))
    onCommit(text)
  }
  return {
    text: state.text,
    commit,
    type: (text) => {
      setState((present) => ({ ...present, text }))
      clearTimeout(timer.current)
      timer.current = setTimeout(() => commit(text), PAUSE_MS)
    },
  }
}
