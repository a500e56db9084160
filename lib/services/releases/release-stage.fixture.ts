import { createHash, randomUUID } from 'node:crypto'
import { startTestDatabase } from '@/e2e/support/database'
import type { Role } from '@/lib/domain/access/verbs'
import type { CallRecord } from '@/lib/domain/release/call'
import type { CallTarget } from '@/lib/domain/release/call-target'
import { noReleaseRules } from '@/lib/domain/release/release-rules'
import type { SendResult } from '@/lib/domain/release/call-attempts'
import { createStores } from '@/lib/store/create-stores'
import type { ServiceContext } from '../context'

const anywhere = { cluster: '*', namespace: '*', service: '*' }
export const issuer = 'https://id.example'

/** Verbs over a real database, without a cluster. People are in the group of their role; `stop` ends the database. */
export async function startReleaseStage() {
  const database = await startTestDatabase()
  const stores = createStores({
    url: database.serverUrl,
    expectedMigrations: [],
    onPoolError: () => undefined,
  })
  const stage = {
    stores,
    rules: noReleaseRules,
    targets: [] as CallTarget[],
    denied: [] as { subject: string; role: Role }[],
    sent: [] as { call: CallRecord; at: Date }[],
    answer: (_call: CallRecord): SendResult => ({ status: 200 }),
    /** What somebody of that role does; in the namespace alone where one is named. */
    ctx: (subject: string, role: Role, namespace = '*'): ServiceContext =>
      ({
        viewer: {
          issuer,
          subject,
          name: subject,
          groups: [`${role}@${namespace}`],
          via: 'session',
          credentialId: 'c',
          expiresAt: '9999-12-31T23:59:59Z',
        },
        requestId: 'q-1',
        now: () => new Date(),
        intentRecorded: { value: false },
        ports: {
          identity: { mode: 'service-account' },
          store: stores.store,
          snapshots: stores.snapshots,
          auditGenesis: () => stores.auditGenesis(),
          bus: { publish: () => undefined },
          newId: randomUUID,
          sha256: (bytes: Uint8Array) => createHash('sha256').update(bytes).digest(),
          policy: () => ({
            bindings: [
              ...['*', 'shop', 'bank'].flatMap((space) =>
                (['viewer', 'on-call', 'release-manager', 'approver', 'auditor', 'admin'] as const).map(
                  (each) => ({
                    group: `${each}@${space}`,
                    role: each,
                    effect: 'allow' as const,
                    scope: { ...anywhere, namespace: space },
                  }),
                ),
              ),
              ...stage.denied.map((each) => ({ ...each, effect: 'deny' as const, scope: anywhere })),
            ],
          }),
          releaseRules: () => stage.rules,
          callTargets: () => stage.targets,
          version: '1.2.3',
          publicUrl: 'https://aviary.example',
          callSender: {
            send: (call: CallRecord, at: Date) => {
              stage.sent.push({ call, at })
              return Promise.resolve(stage.answer(call))
            },
          },
        },
      }) as unknown as ServiceContext,
    stop: async () => {
      await stores.close()
      await database.stop()
    },
  }
  return stage
}

export type ReleaseStage = Awaited<ReturnType<typeof startReleaseStage>>
