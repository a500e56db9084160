import { z } from 'zod'

/** Ids in paths: API.md "Rules". */
export const Id = z
  .string()
  .regex(/^[A-Za-z0-9._~-]+$/)
  .max(300)
export const ServiceRefDto = z.strictObject({ cluster: Id, namespace: Id, name: Id })
export const ActorDto = z.object({ issuer: z.string(), subject: z.string(), name: z.string() })
export const ObjectRefDto = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
})
/** `cluster/namespace/name`. */
export const ServiceParam = z
  .string()
  .regex(/^[A-Za-z0-9._~-]+\/[A-Za-z0-9._~-]+\/[A-Za-z0-9._~-]+$/)
  .transform((text) => {
    const [cluster = '', namespace = '', name = ''] = text.split('/')
    return { cluster, namespace, name }
  })
export const PageParams = {
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(500).optional(),
}
/** Durations in requests: `90s`, `5m`, `1h`, as seconds. */
export const Duration = z
  .string()
  .regex(/^\d{1,6}(s|m|h)$/, 'use a duration such as 90s, 5m or 1h')
  .transform((text) => Number(text.slice(0, -1)) * ({ s: 1, m: 60, h: 3600 }[text.slice(-1)] ?? 1))
/** RFC 3339, within the years that the database can hold. */
export const Time = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear()
  return year >= 1 && year <= 9999
}, 'use a year from 1 to 9999')
export const Reason = z.string().trim().max(1000)
/** In every move besides its own body. */
export const MoveOptions = {
  reason: Reason.optional(),
  expectedRevision: z.string().max(200).optional(),
  dryRun: z.boolean().optional(),
  /** Moves a route although another controller drives it; needs the permission `override` and a reason. */
  override: z.boolean().optional(),
}
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() })

export const SeverityDto = z.enum(['blocking', 'warning', 'hint'])
export const FindingDto = z.object({
  code: z.string(),
  severity: SeverityDto,
  title: z.string(),
  detail: z.string(),
  remedy: z.string(),
  objects: z.array(ObjectRefDto),
})
export type FindingDto = z.infer<typeof FindingDto>
export const HealthDto = z.object({
  state: z.enum(['ok', 'degraded', 'failing', 'unknown']),
  reason: z.string(),
})
export type HealthDto = z.infer<typeof HealthDto>
export const BandDto = z.object({ low: z.number(), high: z.number().nullable() })

/** RFC 9457 with Aviary's fields. */
export const ProblemDto = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  current: z.unknown().optional(),
  nearest: z.record(z.string(), z.number()).optional(),
  state: z.string().optional(),
  allowed: z.array(z.string()).optional(),
  kubectl: z.string().optional(),
})
export type ProblemDto = z.infer<typeof ProblemDto>
