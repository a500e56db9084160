import pg from 'pg'
import { createDemoTokens } from '../../scripts/lib/demo-tokens.mjs'
import { demo } from './target'

/** Two people of this test alone, whose tokens reach no farther than one namespace. */
export async function ownCredentials(namespace: string) {
  const ownerUrl = process.env['AVIARY_OWNER_URL'] ?? ''
  const person = (role: string, group: string) => ({
    issuer: demo().issuer,
    subject: `${namespace}-${role}`,
    name: `Fuzz ${role}`,
    groups: [group],
    role,
    scope: { namespace },
  })
  const people = await createDemoTokens(ownerUrl, [
    person('admin', 'aviary-admins'),
    person('release-manager', 'aviary-release-managers'),
  ])
  const forget = async () => {
    const client = new pg.Client({ connectionString: ownerUrl })
    await client.connect()
    try {
      const subjects = people.map(({ subject }) => subject)
      await client.query('UPDATE api_token SET revoked_at = now() WHERE subject = ANY($1)', [subjects])
    } finally {
      await client.end()
    }
  }
  return { people, forget }
}
