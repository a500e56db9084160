/** Tabs of all sessions tell here which one they belong to. */
const SESSIONS = 'aviary-sessions'

/** Tells tabs of other sessions of this one, and hears of theirs: somebody has signed in anew. Answers how to stop. */
export function hearOfSessions(session: string, onOther: () => void): () => void {
  const channel = open((other) => {
    if (other !== session) onOther()
  })
  channel?.postMessage(session)
  return () => channel?.close()
}

/** Hears of tabs that begin to belong to a session; answers how to stop listening. */
export function hearOfSignIns(onSignIn: () => void): () => void {
  const channel = open(onSignIn)
  return () => channel?.close()
}

function open(onMessage: (session: unknown) => void): BroadcastChannel | undefined {
  if (typeof BroadcastChannel !== 'function') return undefined
  const channel = new BroadcastChannel(SESSIONS)
  channel.onmessage = ({ data }: MessageEvent<unknown>) => onMessage(data)
  return channel
}
