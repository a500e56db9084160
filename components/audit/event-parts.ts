import { z } from 'zod'
import { OperationDto } from '@/lib/contracts/moves'

const Detail = z.looseObject({
  diff: OperationDto.shape.diff.optional().catch(undefined),
  writes: OperationDto.shape.writes.optional().catch(undefined),
  requestId: z.string().optional().catch(undefined),
  words: z.string().optional().catch(undefined),
})

export interface EventParts {
  /** Patches that an intent announces. */
  diff: OperationDto['diff']
  /** Writes that an outcome reports, each with its Audit-ID. */
  writes: OperationDto['writes']
  requestId?: string
  words?: string
}

/** The parts of an event's detail that have a shape of their own; what is not understood stays in the body. */
export function partsOf(detail: unknown): EventParts {
  const parsed = Detail.safeParse(detail)
  if (!parsed.success) return { diff: [], writes: [] }
  const { diff, writes, requestId, words } = parsed.data
  return {
    diff: diff ?? [],
    writes: writes ?? [],
    ...(requestId === undefined ? {} : { requestId }),
    ...(words === undefined ? {} : { words }),
  }
}
