import { createHash, randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'

const LIFETIME = '30 days'

/**
 * Makes one API token for each of these people (`{issuer, subject, name, groups, role, scope?}`) in the database, as
 * the owner of its tables. Answers the same people with `token`, the secret, of which the database keeps only the hash.
 */
export async function createDemoTokens(ownerUrl, users) {
  const made = users.map((user) => ({ ...user, token: `avy_${randomBytes(32).toString('base64url')}` }))
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('BEGIN')
    for (const user of made) await insert(client, user)
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
  return made
}

async function insert(client, { issuer, subject, name, groups, role, scope = {}, token }) {
  await client.query(
    `INSERT INTO api_token (id, secret_hash, name, issuer, subject, subject_name, groups, role, cluster, namespace, service,
       created_at, expires_at)
     VALUES ($1, $2, 'demo', $3, $4, $5, $6, $7, $8, $9, $10, now(), now() + $11::interval)`,
    [
      randomUUID(),
      createHash('sha256').update(token).digest('hex'),
      issuer,
      subject,
      name,
      groups,
      role,
      scope.cluster ?? null,
      scope.namespace ?? null,
      scope.service ?? null,
      LIFETIME,
    ],
  )
}
