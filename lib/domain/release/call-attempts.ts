import type { CallRecord } from './call'

/** After so many tries a call is given up: the last one comes about 91 minutes after the first. */
export const mostTries = 8
const firstWaitSeconds = 5

export interface SendResult {
  /** Of the answer; absent when none came. */
  status?: number
  error?: string
}

/** The call after one more try: delivered, or to be tried again after 5 s · 3ⁿ, or given up. */
export function afterAttempt(call: CallRecord, result: SendResult, at: Date): CallRecord {
  const attempts = [...call.attempts, { at: at.toISOString(), ...result }]
  const { status } = result
  if (status !== undefined && status >= 200 && status < 300) return { ...call, attempts, state: 'delivered' }
  if (attempts.length >= mostTries) return { ...call, attempts, state: 'given-up' }
  const waitMs = firstWaitSeconds * 1000 * 3 ** call.attempts.length
  return { ...call, attempts, nextAt: new Date(at.getTime() + waitMs).toISOString() }
}
