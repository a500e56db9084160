import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'
import { killPoints } from '../faults/kill-points'
import { startFaultStack } from '../faults/stack'
import { kubectl } from '../support/target'
import { checkAudit } from './audit-oracle.mjs'

interface Kubeconfig {
  users: [{ user: { token: string } }]
}

const account = 'aviary-killed'

/** An account of its own, so that the log tells the writes of this Aviary from those of the suite's. */
async function accountKubeconfig(): Promise<string> {
  await kubectl('create', 'serviceaccount', account, '-n', 'aviary')
  await kubectl(
    ...['create', 'clusterrolebinding', account],
    ...['--clusterrole=aviary', `--serviceaccount=aviary:${account}`],
  )
  const token = (await kubectl('create', 'token', account, '-n', 'aviary', '--duration=8h')).trim()
  const config = parse(await readFile(process.env['AVIARY_ADMIN_KUBECONFIG'] ?? '', 'utf8')) as Kubeconfig
  config.users[0].user = { token }
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'aviary-account-')), 'kubeconfig')
  await writeFile(file, JSON.stringify(config), { mode: 0o600 })
  return file
}

killPoints(
  async () =>
    startFaultStack({
      kubeconfig: await accountKubeconfig(),
      prometheusUrl: process.env['AVIARY_PROMETHEUS'] ?? '',
    }),
  async (operations) => {
    const auditLog = process.env['AVIARY_AUDIT_LOG'] ?? ''
    const user = `system:serviceaccount:aviary:${account}`
    return (await checkAudit({ auditLog, user, operations })).problems
  },
)
