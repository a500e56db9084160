import type { Scheduler } from './scheduler'
import type { KubeFetch } from './transport'

const TIMEOUT_MS = 5_000
/** Watches that fall quiet together share one answer. */
const SHARED_MS = 2_000

/** A sign of life of the API server, at most one request every two seconds. Any answer below 500 counts. */
export function createProbe(fetch: KubeFetch, scheduler: Scheduler): () => Promise<boolean> {
  let latest: { at: number; answer: Promise<boolean> } | undefined

  async function ask(): Promise<boolean> {
    const abort = new AbortController()
    const cancel = scheduler.after(TIMEOUT_MS, () => abort.abort(new Error('no sign of life')))
    try {
      const response = await fetch({ method: 'GET', path: '/version', signal: abort.signal })
      await response.text()
      return response.status < 500
    } catch {
      // Why there was no answer is told by the watch that is restarted because of it.
      return false
    } finally {
      cancel()
    }
  }

  return () => {
    if (!latest || scheduler.now() - latest.at >= SHARED_MS) latest = { at: scheduler.now(), answer: ask() }
    return latest.answer
  }
}
