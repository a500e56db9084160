import { z } from 'zod'
import type { Sealer } from '../sealer'

const Means = z.object({
  refresh: z.string().optional(),
  /** Only where there is no refresh token. */
  access: z.string().optional(),
  /** Whether it is userinfo that names the groups; else ID tokens do. */
  userinfo: z.boolean(),
})

/** What a session's groups are looked up with. */
export type Means = z.infer<typeof Means>

/** As the session's row holds them; they open for that session only. */
export const sealMeans = (sealer: Sealer, means: Means, idHash: string): string =>
  sealer.seal(JSON.stringify(means), idHash)

/** Undefined when they were sealed by another secret, or for another session. */
export function openMeans(sealer: Sealer, sealed: string, idHash: string): Means | undefined {
  const text = sealer.open(sealed, idHash)
  return text === undefined ? undefined : Means.parse(JSON.parse(text))
}
