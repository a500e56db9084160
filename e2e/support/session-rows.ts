import { createHash } from 'node:crypto'
import pg from 'pg'

/** When the session of a cookie was last seen; first set back by `interval` where one is given. */
export async function ageSession(secret: string, interval?: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: process.env['AVIARY_OWNER_URL'] })
  await client.connect()
  try {
    const hash = createHash('sha256').update(secret).digest('hex')
    if (interval !== undefined)
      await client.query('UPDATE session SET last_seen_at = now() - $2::interval WHERE id_hash = $1', [
        hash,
        interval,
      ])
    const { rows } = await client.query<{ seen: Date }>(
      'SELECT last_seen_at AS seen FROM session WHERE id_hash = $1',
      [hash],
    )
    return rows[0]?.seen.toISOString()
  } finally {
    await client.end()
  }
}
