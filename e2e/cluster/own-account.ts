import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { parse, parseAllDocuments } from 'yaml'
import { adminKubeconfig, kubectl } from '../support/target'

interface Kubeconfig {
  users: [{ user: { token: string } }]
}
interface Manifest {
  kind: string
  metadata: { name: string }
  subjects?: { kind: string; name: string }[]
}

const run = promisify(execFile)

/** An account beside Aviary's, so that the log tells the writes of one Aviary from those of the suite's; bound to these roles. */
export async function ownAccount(account: string, roles: readonly string[]): Promise<string> {
  await kubectl('create', 'serviceaccount', account, '-n', 'aviary')
  for (const role of roles) {
    const binding = ['create', 'clusterrolebinding', `${account}-${role}`]
    await kubectl(...binding, `--clusterrole=${role}`, `--serviceaccount=aviary:${account}`)
  }
  const token = (await kubectl('create', 'token', account, '-n', 'aviary', '--duration=8h')).trim()
  const config = parse(await readFile(adminKubeconfig(), 'utf8')) as Kubeconfig
  config.users[0].user = { token }
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'aviary-account-')), 'kubeconfig')
  await writeFile(file, JSON.stringify(config), { mode: 0o600 })
  return file
}

/** A file of deploy/ for such an account: its bindings get names of their own and name that account. */
export async function applyFor(account: string, file: string): Promise<void> {
  const text = await readFile(path.join(import.meta.dirname, '..', '..', 'deploy', file), 'utf8')
  const items = parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest)
    .map((manifest) => (manifest.kind === 'ClusterRoleBinding' ? boundTo(account, manifest) : manifest))
  const applied = run('kubectl', ['--kubeconfig', adminKubeconfig(), 'apply', '-f', '-'])
  applied.child.stdin?.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  await applied
}

const boundTo = (account: string, { metadata, subjects = [], ...rest }: Manifest): Manifest => ({
  ...rest,
  metadata: { name: `${account}-${metadata.name}` },
  subjects: subjects.map((subject) =>
    subject.kind === 'ServiceAccount' ? { ...subject, name: account } : subject,
  ),
})
