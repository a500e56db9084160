import { z } from 'zod'
import { GraphViewDto } from '../contracts/topology'

const TabView = z.object({
  key: z.string(),
  view: GraphViewDto.omit({ since: true }).partial(),
  since: z.string().optional(),
})

/** What the tabs of one session tell each other. */
export const LiveMessage = z.discriminatedUnion('kind', [
  /** Here I am, and these graphs I show. */
  z.object({ kind: z.literal('tab'), tab: z.string(), born: z.number(), views: z.array(TabView) }),
  z.object({ kind: z.literal('gone'), tab: z.string() }),
  /** Asked of the leader, which answers with its state. */
  z.object({ kind: z.literal('ping') }),
  z.object({
    kind: z.literal('leading'),
    tab: z.string(),
    state: z.enum(['connecting', 'live', 'polling']),
    /** Keys of the graphs that the stream follows. */
    followed: z.array(z.string()),
    /** Id of the last frame; empty before the first. */
    last: z.string(),
  }),
  /** A frame of the stream, for all; `id` is what the next leader goes on after. */
  z.object({ kind: z.literal('frame'), frame: z.string(), data: z.unknown(), id: z.string() }),
  z.object({ kind: z.literal('graph'), key: z.string(), data: z.unknown() }),
  z.object({ kind: z.literal('stale'), detail: z.string() }),
  /** The session has ended. */
  z.object({ kind: z.literal('ended') }),
])
export type LiveMessage = z.infer<typeof LiveMessage>

/** Undefined for what another build of Aviary may say and this one does not know. */
export function messageOf(data: unknown): LiveMessage | undefined {
  return LiveMessage.safeParse(data).data
}
