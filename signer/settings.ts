import { z } from 'zod'

const seconds = z.coerce.number().int().min(1)

const Environment = z.object({
  SIGNER_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not the address of a Postgres' }),
  SIGNER_KEY_FILE: z.string({ error: 'is not set' }).min(1),
  SIGNER_CHECKPOINT_FILE: z.string({ error: 'is not set' }).min(1),
  SIGNER_EVERY_SECONDS: seconds.max(86_400).default(300),
  SIGNER_EVERY_EVENTS: z.coerce.number().int().min(1).default(500),
})

export interface Settings {
  databaseUrl: string
  keyFile: string
  checkpointFile: string
  /** A checkpoint is made at the latest after so much time, in milliseconds, also when nothing happened. */
  everyMs: number
  everyEvents: number
}

/** What the environment says; throws one error that names everything that is missing or wrong. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const { data, error } = Environment.safeParse(environment)
  if (!data) {
    const lines = error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`the signer is not configured:\n${lines.join('\n')}`)
  }
  return {
    databaseUrl: data.SIGNER_DATABASE_URL,
    keyFile: data.SIGNER_KEY_FILE,
    checkpointFile: data.SIGNER_CHECKPOINT_FILE,
    everyMs: data.SIGNER_EVERY_SECONDS * 1000,
    everyEvents: data.SIGNER_EVERY_EVENTS,
  }
}
