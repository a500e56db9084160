import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { ServerResponse } from 'node:http'

// Next takes `content-encoding` out of the answers of route handlers, so it is set on Node's own answer, which is
// found through the channel that announces every request. Where it is not found, nothing is compressed.

const answers = ((globalThis as { aviaryAnswers?: AsyncLocalStorage<ServerResponse> }).aviaryAnswers ??=
  new AsyncLocalStorage<ServerResponse>())

/** Makes the answers of this process known to `declareGzip`; called once, before the first request. */
export function watchAnswers(): void {
  subscribe('http.server.request.start', (message) => {
    answers.enterWith((message as { response: ServerResponse }).response)
  })
}

/** Says that the answer to the request at hand is gzip; false where that cannot be said, and it must not be. */
export function declareGzip(): boolean {
  const answer = answers.getStore()
  if (answer === undefined || answer.headersSent) return false
  answer.setHeader('content-encoding', 'gzip')
  return true
}
