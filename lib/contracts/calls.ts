import { z } from 'zod'
import { callEvents } from '../domain/release/call'
import { Id, PageParams, pageOf, ServiceRefDto } from './common'

/** One outgoing webhook as the delivery log shows it. */
export const CallDto = z.object({
  id: z.string(),
  target: z.string(),
  event: z.enum(callEvents),
  release: z.string(),
  service: ServiceRefDto,
  /** The exact body that was signed and sent. */
  body: z.string(),
  state: z.enum(['waiting', 'delivered', 'given-up']),
  attempts: z.array(
    z.object({ at: z.string(), status: z.number().optional(), error: z.string().optional() }),
  ),
  nextAt: z.string().optional(),
  createdAt: z.string(),
})
export type CallDto = z.infer<typeof CallDto>
export const CallsQuery = z.strictObject({ release: Id.optional(), ...PageParams })
export const CallsPage = pageOf(CallDto)

/** What waits for a human, oldest first: the queue. */
export const WaitingDto = z.object({
  kind: z.enum([
    'approval',
    'inconclusive',
    'drift',
    'metrics-gone',
    'refused',
    'paused',
    'failed',
    'unknown-outcome',
  ]),
  words: z.string(),
  since: z.string(),
  service: ServiceRefDto,
  release: z.string().optional(),
  operation: z.string().optional(),
  /** The page where it can be decided. */
  href: z.string(),
  /** Verbs that the viewer may use on it now. */
  allowed: z.array(z.string()),
})
export type WaitingDto = z.infer<typeof WaitingDto>
export const WaitingAnswer = z.object({
  items: z.array(WaitingDto),
  /** While the audit log stands behind a signed checkpoint and nobody has accepted that: nothing moves on. */
  rollback: z.object({ since: z.string() }).optional(),
})
export type WaitingAnswer = z.infer<typeof WaitingAnswer>
