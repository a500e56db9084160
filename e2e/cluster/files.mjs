// The files that a control plane is started with.
import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The key that signs service account tokens. A folder that was used before keeps its own. */
export async function writeServiceAccountKey(dir) {
  const files = { key: path.join(dir, 'service-account.key'), pub: path.join(dir, 'service-account.pub') }
  if (existsSync(files.key)) return files
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  await writeFile(files.pub, publicKey.export({ type: 'spki', format: 'pem' }))
  await writeFile(files.key, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 })
  return files
}

/** `users`: `[{token, user, groups}]`, in the API server's CSV. */
export async function writeTokens(dir, users) {
  const file = path.join(dir, 'tokens.csv')
  const lines = users.map(({ token, user, groups }) => `${token},${user},${user},"${groups.join(',')}"\n`)
  await writeFile(file, lines.join(''), { mode: 0o600 })
  return file
}

/** Every write with its request and its answer; of the cluster's own components only that it happened. */
export async function writeAuditPolicy(dir, components) {
  const file = path.join(dir, 'audit-policy.json')
  const verbs = ['create', 'update', 'patch', 'delete', 'deletecollection']
  const policy = {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    rules: [
      { level: 'None', resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }] },
      { level: 'Metadata', users: components, verbs },
      { level: 'RequestResponse', verbs },
      { level: 'None' },
    ],
  }
  await writeFile(file, JSON.stringify(policy))
  return file
}

/** A kubeconfig of one user that needs no other file. */
export async function writeKubeconfig(file, { server, ca, user, token }) {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'e2e', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user } }],
    'current-context': 'e2e',
  }
  await writeFile(file, JSON.stringify(config, null, 2), { mode: 0o600 })
  return file
}
