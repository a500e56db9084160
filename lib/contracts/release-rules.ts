import { z } from 'zod'

const Scope = z.object({ cluster: z.string(), namespace: z.string(), service: z.string() })
export type RuleScopeDto = z.infer<typeof Scope>

/** The rules for all releases that are in force; those for what the asking person may not see are left out. */
export const ReleaseRulesDto = z.object({
  /** When `state` and `open` were so. */
  at: z.string(),
  freezes: z.array(
    z.object({
      name: z.string(),
      from: z.string(),
      to: z.string(),
      scope: Scope,
      state: z.enum(['over', 'now', 'coming']),
    }),
  ),
  hours: z.array(
    z.object({
      name: z.string(),
      /** IANA name. */
      zone: z.string(),
      /** 1 Monday – 7 Sunday. */
      days: z.array(z.number()),
      from: z.string(),
      to: z.string(),
      scope: Scope,
      open: z.boolean(),
    }),
  ),
  limits: z.object({ live: z.number().optional(), livePerNamespace: z.number().optional() }),
  approvals: z.array(z.object({ count: z.number(), expiresSeconds: z.number(), scope: Scope })),
})
export type ReleaseRulesDto = z.infer<typeof ReleaseRulesDto>
