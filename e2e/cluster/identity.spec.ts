import { expect, it } from 'vitest'
import type { StoredWrite } from '../faults/identity-case'
import { identityContract } from '../faults/identity'
import { startFaultStack } from '../faults/stack'
import { kubectl } from '../support/target'
import { readAuditLog } from './audit-oracle.mjs'
import { applyFor, ownAccount } from './own-account'

const asker = 'aviary-asker'
const virtual = 'aviary-virtual'
const accounts = [asker, virtual].map((account) => `system:serviceaccount:aviary:${account}`)

/** What the API server's own audit log says of these accounts' writes that were stored in a namespace. */
async function storedWrites(namespace: string): Promise<StoredWrite[]> {
  const events = await readAuditLog(process.env['AVIARY_AUDIT_LOG'] ?? '')
  return events
    .filter(
      ({ user, stage, requestURI, objectRef, responseStatus }) =>
        accounts.includes(user?.username ?? '') &&
        stage === 'ResponseComplete' &&
        objectRef?.namespace === namespace &&
        !requestURI.includes('dryRun=All') &&
        (responseStatus?.code ?? 500) < 300,
    )
    .map(({ impersonatedUser: { username, groups, extra = {} } = {} }) => ({
      user: username,
      groups,
      extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, values.join(',')])),
    }))
}

identityContract({
  start: async (env) => {
    const kubeconfig = await ownAccount(asker, ['aviary', 'aviary-moves'])
    await applyFor(asker, 'rbac-sar.yaml')
    const stack = await startFaultStack({ kubeconfig, prometheusUrl: process.env['AVIARY_PROMETHEUS'] ?? '' })
    await stack.app.restart(env)
    return stack
  },
  virtual: async () => {
    const kubeconfig = await ownAccount(virtual, ['aviary'])
    await applyFor(virtual, 'rbac-impersonate.yaml')
    return { KUBECONFIG: kubeconfig }
  },
  forbidAsking: async () => {
    await kubectl('delete', 'clusterrolebinding', `${asker}-aviary-access-reviews`)
    return () => applyFor(asker, 'rbac-sar.yaml')
  },
  writes: (_, namespace) => storedWrites(namespace),
})

it('the account behind the virtual users writes nothing itself and acts as nobody else', async () => {
  const account = `--as=system:serviceaccount:aviary:${virtual}`
  const can = (...what: string[]) =>
    kubectl('auth', 'can-i', ...what, account).then(
      (text) => text.trim(),
      (error: unknown) => (error as { stdout: string }).stdout.trim(),
    )
  expect(await can('patch', 'virtualservices.networking.istio.io', '-n', 'default')).toBe('no')
  expect(await can('impersonate', 'users/aviary:manager')).toBe('yes')
  expect(await can('impersonate', 'users/admin')).toBe('no')
  expect(await can('impersonate', 'groups/system:masters')).toBe('no')
  expect(await can('impersonate', 'serviceaccounts', '-n', 'kube-system')).toBe('no')
})
