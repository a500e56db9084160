import { kubectl } from '../support/target'
import { identityContract } from './identity'
import type { StoredWrite } from './identity-case'
import type { Write } from './kube-gateway'
import { startFaultStack } from './stack'

const extra = /^impersonate-extra-(.*)$/

function storedWrite({ impersonation }: Write): StoredWrite {
  const extras = Object.entries(impersonation).flatMap(([name, value]) => {
    const [, key] = extra.exec(name) ?? []
    return key === undefined ? [] : [[decodeURIComponent(key), value]]
  })
  return {
    user: impersonation['impersonate-user'],
    groups: [impersonation['impersonate-group'] ?? ''],
    extra: Object.fromEntries(extras) as Record<string, string>,
  }
}

identityContract({
  start: async (env) => {
    const stack = await startFaultStack()
    await kubectl('apply', '-f', 'deploy/rbac.yaml')
    await stack.app.restart(env)
    return stack
  },
  // The sandbox's administrator may act as anybody; what the virtual users may do is said there.
  virtual: async () => {
    await kubectl('apply', '-f', 'deploy/rbac-impersonate.yaml')
    return {}
  },
  writes: ({ gateway }, namespace) =>
    Promise.resolve(
      gateway.accepted.filter(({ path }) => path.includes(`/namespaces/${namespace}/`)).map(storedWrite),
    ),
})
