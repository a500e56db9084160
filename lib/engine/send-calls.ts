import type { Logger } from 'pino'
import type { CallRecord } from '../domain/release/call'
import { afterAttempt } from '../domain/release/call-attempts'
import type { ServiceContext } from '../services/context'

const mostDue = 100

export interface CallSending {
  /** Begins to send what is due, unless that is going on; never waits, so that no slow target holds up a release. */
  tick(ctx: ServiceContext): void
  /** Waits for the calls in hand. */
  stop(): Promise<void>
}

/** Sends the calls that are due, for as long as it is ticked. A pass that fails is logged and tried again. */
export function sendCalls(parts: { log: Pick<Logger, 'warn'> }): CallSending {
  let sending: Promise<void> | undefined
  return {
    tick: (ctx) => {
      sending ??= sendDue(ctx)
        .catch((error: unknown) => parts.log.warn({ err: error }, 'calls could not be sent'))
        .finally(() => (sending = undefined))
    },
    stop: async () => sending,
  }
}

/** One pass: every target gets its calls oldest first, until one fails; the targets do not wait for each other. */
export async function sendDue(ctx: ServiceContext): Promise<void> {
  const due = await ctx.ports.store.calls.due(await ctx.ports.store.now(), mostDue)
  const targets = [...new Set(due.map(({ target }) => target))]
  const passes = await Promise.allSettled(
    targets.map((name) =>
      sendInOrder(
        ctx,
        due.filter(({ target }) => target === name),
      ),
    ),
  )
  const failed = passes.find((pass) => pass.status === 'rejected')
  if (failed) throw failed.reason
}

/** An answer that cannot be stored is lost, and the call is sent again: receivers know it by its id. */
async function sendInOrder(ctx: ServiceContext, calls: readonly CallRecord[]): Promise<void> {
  for (const call of calls) {
    const at = await ctx.ports.store.now()
    const sent = afterAttempt(call, await ctx.ports.callSender.send(call, at), at)
    await ctx.ports.store.calls.update(sent)
    if (sent.state !== 'delivered') return
  }
}
