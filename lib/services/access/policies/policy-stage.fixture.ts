import { createHash, randomUUID } from 'node:crypto'
import { startTestDatabase } from '@/e2e/support/database'
import { readPolicy } from '@/lib/auth/policy'
import type { Viewer } from '@/lib/domain/access/viewer'
import { createStores } from '@/lib/store/create-stores'
import type { ServiceContext } from '../../context'
import { createPolicyKeeper, type PolicyFileState } from './policy-keeper'

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Everything an admin may, and one more group. */
export const policyText = (more = '', twoPersons = false): string => `bindings:
  - { group: admins, role: admin }
  - { group: everyone, role: viewer }
${more}policy: { twoPersons: ${String(twoPersons)} }
`

type Keeper = ReturnType<typeof createPolicyKeeper>

/** Replicas with policy files of their own over one real database. */
export async function startPolicyStage() {
  const database = await startTestDatabase()
  const stores = createStores({
    url: database.serverUrl,
    expectedMigrations: [],
    onPoolError: () => undefined,
  })
  const started: Keeper[] = []
  return {
    stores,
    /** A replica; `file` is its policy file, and can be written to. */
    replica: (text: string, read = readPolicy) => {
      const file: PolicyFileState = { text, hash: hashOf(text) }
      const holder = randomUUID()
      const reports: string[] = []
      const keeper = createPolicyKeeper({
        store: stores.store,
        file: () => ({ ...file }),
        read,
        schema: () => ({}),
        hash: hashOf,
        newId: randomUUID,
        holder,
        report: (error) => reports.push(String(error)),
      })
      started.push(keeper)
      const write = (next: string) => Object.assign(file, { text: next, hash: hashOf(next) })
      return { keeper, holder, reports, file, write }
    },
    ctx: (keeper: Keeper, who: Partial<Viewer> = {}): ServiceContext =>
      ({
        viewer: {
          issuer: 'https://id.example',
          subject: 'ada',
          name: 'Ada',
          groups: ['admins'],
          via: 'session',
          credentialId: 'c',
          expiresAt: '9999-12-31T23:59:59Z',
          ...who,
        },
        requestId: 'q-1',
        now: () => new Date(),
        intentRecorded: { value: false },
        ports: {
          store: stores.store,
          policies: keeper,
          policy: () => keeper.policy(),
          newId: randomUUID,
          sha256: (bytes: Uint8Array) => createHash('sha256').update(bytes).digest(),
        },
      }) as unknown as ServiceContext,
    /** Newest first, as far as the policy was touched. */
    events: async (limit = 20) => {
      const { items } = await stores.store.audit.list({ kinds: ['policy'], limit })
      return items
    },
    stop: async () => {
      for (const keeper of started) keeper.stop()
      await stores.close()
      await database.stop()
    },
  }
}

export type PolicyStage = Awaited<ReturnType<typeof startPolicyStage>>
