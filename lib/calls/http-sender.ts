import { request } from 'undici'
import type { CallSender } from '../domain/ports'
import { guardedAgent } from '../guarded-agent'
import { signatureOf } from './signature'
import type { AddressedTarget } from './targets-file'

const timeoutMs = 10_000
const mostAnswerBytes = 64 * 1024

/** Sends calls as signed POSTs: no redirect is followed, and of an answer only the status matters. */
export function createHttpSender(
  targets: () => readonly AddressedTarget[],
  limits: { timeoutMs: number } = { timeoutMs },
): CallSender & { close(): Promise<void> } {
  const agent = guardedAgent({ connect: { timeout: limits.timeoutMs } })
  return {
    send: async (call, at) => {
      const target = targets().find(({ name }) => name === call.target)
      if (!target) return { error: `There is no target ${call.target} in the settings any more.` }
      const timestamp = Math.floor(at.getTime() / 1000)
      try {
        const { statusCode, body } = await request(target.url, {
          method: 'POST',
          dispatcher: agent,
          signal: AbortSignal.timeout(limits.timeoutMs),
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'user-agent': 'Aviary',
            'aviary-event': call.event,
            'aviary-delivery': call.id,
            'aviary-timestamp': String(timestamp),
            'aviary-signature': signatureOf(target.secret(), timestamp, call.body),
          },
          body: call.body,
        })
        await body.dump({ limit: mostAnswerBytes })
        return statusCode >= 300 && statusCode < 400
          ? { status: statusCode, error: 'It answered with a redirect, which is not followed.' }
          : { status: statusCode }
      } catch (error) {
        return { error: wordsOf(error, limits.timeoutMs) }
      }
    },
    close: () => agent.close(),
  }
}

/** The code of a connection error; the address stays out, because it may hold a key. */
function wordsOf(error: unknown, waitedMs: number): string {
  if (!(error instanceof Error)) return 'It could not be sent.'
  if (error.name === 'TimeoutError') return `No answer within ${waitedMs / 1000} s.`
  return 'code' in error ? `It could not be sent: ${String(error.code)}.` : 'It could not be sent.'
}
