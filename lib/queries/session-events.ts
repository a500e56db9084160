type Listener = () => void
const listeners = new Set<Listener>()

/** Tells the page that the session has ended; the dialog "sign in again" opens over whatever is being done. */
export function announceSessionEnd(): void {
  for (const listener of listeners) listener()
}

/** Hears about the end of the session; answers how to stop listening. */
export function onSessionEnd(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
