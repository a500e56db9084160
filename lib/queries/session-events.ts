type Listener = () => void
const enders = new Set<Listener>()
const leavers = new Set<Listener>()

const addTo = (listeners: Set<Listener>, listener: Listener) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const tell = (listeners: Set<Listener>) => {
  for (const listener of listeners) listener()
}

let over = false

/** Whether the session has ended, as far as this page knows: then nothing is read until it is back. */
export const sessionIsOver = (): boolean => over

/** Tells the page that the session has ended; the dialog "sign in again" opens over whatever is being done. */
export function announceSessionEnd(): void {
  over = true
  tell(enders)
}

/** Tells the page that somebody is signed in again. */
export function announceSessionBack(): void {
  over = false
}

/** Hears about the end of the session; answers how to stop listening. */
export const onSessionEnd = (listener: Listener): (() => void) => addTo(enders, listener)

/** Tells the page that the person has signed out in it; it goes to the sign-in page, the other tabs have to learn of it. */
export const announceSignOut = (): void => tell(leavers)

/** Hears about signing out; answers how to stop listening. */
export const onSignOut = (listener: Listener): (() => void) => addTo(leavers, listener)
