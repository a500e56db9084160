'use client'
import { useEffect, useSyncExternalStore, type ComponentType, type ReactNode } from 'react'
import { ErrorState } from './error-state'

interface Loaded<P> {
  Part?: ComponentType<P>
  error?: unknown
}

interface LazyWords {
  /** What failed, should it not load: "The charts could not be loaded". */
  title: string
  /** Stands in its place until it is there. */
  waiting?: ReactNode
}

/**
 * A component whose code is a file of its own, loaded when it is first shown, or before by `preload`. If that fails it
 * says so in its place and tries again when asked. Never for what stops traffic: abort and pause are always there.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>, words: LazyWords) {
  const nothing: Loaded<P> = {}
  let state = nothing
  let running = false
  const listeners = new Set<() => void>()
  const tell = (next: Loaded<P>) => {
    running = false
    state = next
    for (const listener of listeners) listener()
  }
  const preload = () => {
    if (running || state.Part !== undefined) return
    running = true
    load().then(
      (Part) => tell({ Part }),
      (error: unknown) => tell({ error }),
    )
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const onRetry = () => {
    state = nothing
    for (const listener of listeners) listener()
    preload()
  }

  function LazyPart(props: P) {
    const { Part, error } = useSyncExternalStore(
      subscribe,
      () => state,
      () => nothing,
    )
    useEffect(preload, [])
    if (Part !== undefined) return <Part {...props} />
    if (error === undefined) return words.waiting
    return (
      <ErrorState
        title={words.title}
        error={error}
        todo="Try again, or reload the page: Aviary may have been replaced by a newer version."
        onRetry={onRetry}
      />
    )
  }
  return Object.assign(LazyPart, { preload })
}

/**
 * Loads parts once the browser has nothing else to do, so that a key or click finds them there. `parts` is the same
 * array at every call.
 */
export function usePreloaded(parts: readonly { preload: () => void }[]): void {
  useEffect(() => {
    const all = () => {
      for (const { preload } of parts) preload()
    }
    // Safari has no idle callback.
    if (typeof window.requestIdleCallback !== 'function') {
      const timer = window.setTimeout(all)
      return () => window.clearTimeout(timer)
    }
    const idle = window.requestIdleCallback(all)
    return () => window.cancelIdleCallback(idle)
  }, [parts])
}
