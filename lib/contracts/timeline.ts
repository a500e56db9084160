import { z } from 'zod'
import { ActorDto, PageParams, pageOf } from './common'
import { OperationDto } from './moves'

export const TimelineQuery = z.strictObject({ ...PageParams })
/** What happened to a service: a move by Aviary, or a change of a feature flag by somebody else. */
export const TimelineEntryDto = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('operation'), at: z.string(), operation: OperationDto }),
  z.object({
    kind: z.literal('flag'),
    at: z.string(),
    /** "new-checkout: off → on". */
    words: z.string(),
    /** The field manager that wrote the ConfigMap. */
    actor: ActorDto,
    configMaps: z.array(z.string()),
    auditSeq: z.number(),
  }),
])
export type TimelineEntryDto = z.infer<typeof TimelineEntryDto>
export const TimelinePage = pageOf(TimelineEntryDto)
