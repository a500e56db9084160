import { killPoints } from '../faults/kill-points'
import { startFaultStack } from '../faults/stack'
import { checkAudit } from './audit-oracle.mjs'
import { ownAccount } from './own-account'

const account = 'aviary-killed'

killPoints(
  async () =>
    startFaultStack({
      kubeconfig: await ownAccount(account, ['aviary', 'aviary-moves']),
      prometheusUrl: process.env['AVIARY_PROMETHEUS'] ?? '',
    }),
  async (operations) => {
    const auditLog = process.env['AVIARY_AUDIT_LOG'] ?? ''
    const user = `system:serviceaccount:aviary:${account}`
    return (await checkAudit({ auditLog, user, operations })).problems
  },
)
