import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { createHash } from 'node:crypto'
import { createDemoTokens } from './demo-tokens.mjs'
import { freePort } from './ports.mjs'
import { discardPostgres } from './postgres.mjs'
import { newSecret, readJson, writeSecretJson } from './secret-file.mjs'

const sandboxPorts = { kube: 26443, prometheus: 29090, issuer: 25556 }

/** Forgets all data, secrets and logs of the folder; builds stay. Rejects while another process uses it. */
export async function wipe(dir) {
  await discardPostgres(dir)
  for (const name of [
    'sandbox',
    'logs',
    'signer',
    'checkpoints',
    'secrets.json',
    'ports.json',
    'demo.json',
  ]) {
    rmSync(path.join(dir, name), { recursive: true, force: true })
  }
}

/** The secret that signs the app's cookies; generated at the first start and kept. */
export function appSecret(dir) {
  const file = path.join(dir, 'secrets.json')
  const kept = readJson(file)
  if (kept) return kept.nextAuth
  const nextAuth = newSecret()
  mkdirSync(dir, { recursive: true })
  writeSecretJson(file, { nextAuth })
  return nextAuth
}

/**
 * The sandbox's ports. They are kept, because people are known by issuer and subject, and the issuer's address holds
 * its port; another one is taken only when a kept one is busy.
 */
export async function choosePorts(dir, log) {
  const file = path.join(dir, 'ports.json')
  const wanted = { ...sandboxPorts, ...readJson(file) }
  const chosen = {}
  for (const [part, port] of Object.entries(wanted)) {
    chosen[part] = await freePort(port)
    if (chosen[part] !== port) log(`port ${port} is busy: the sandbox's ${part} takes ${chosen[part]}`)
  }
  writeSecretJson(file, chosen)
  return chosen
}

/**
 * Writes `<dir>/demo.json` and answers its content: where everything is, and a password and an API token for each
 * person. Tokens of an earlier start are used again while the database knows them.
 */
export async function writeDemoFile(
  dir,
  { url, kubeconfig, prometheus, issuer, ownerUrl, serverUrl, users },
) {
  const file = path.join(dir, 'demo.json')
  const kept = readJson(file)
  const known = kept?.issuer === issuer && (await tokensAreValid(ownerUrl, kept.users))
  const tokens = known
    ? new Map(kept.users.map((user) => [user.name, user.token]))
    : await makeTokens(ownerUrl, issuer, users)
  const demo = {
    url,
    kubeconfig,
    prometheus,
    database: serverUrl,
    issuer,
    users: users.map(({ name, role, password }) => ({ name, role, password, token: tokens.get(name) })),
  }
  writeSecretJson(file, demo)
  return demo
}

async function makeTokens(ownerUrl, issuer, users) {
  const people = users.map(({ subject, displayName, groups, role, name }) => ({
    issuer,
    subject,
    name: displayName ?? name,
    groups,
    role,
  }))
  const made = await createDemoTokens(ownerUrl, people)
  return new Map(users.map((user, at) => [user.name, made[at].token]))
}

async function tokensAreValid(ownerUrl, users) {
  const hashes = users.map((user) => createHash('sha256').update(user.token).digest('hex'))
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query(
      `SELECT count(*)::int AS valid FROM api_token
       WHERE secret_hash = ANY($1) AND revoked_at IS NULL AND expires_at > now() + interval '1 day'`,
      [hashes],
    )
    return rows[0].valid === users.length
  } finally {
    await client.end()
  }
}
