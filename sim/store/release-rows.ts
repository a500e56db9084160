import { DomainError } from '@/lib/domain/errors'
import type { ReleaseStore } from '@/lib/domain/ports'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import { isLive } from '@/lib/domain/release/state-machine'
import { epochOf, leaderKey } from './leader'
import type { Transaction } from './database'
import type { Session } from './session'

const keyOf = (id: string) => `release/${id}`
const read = (text: string) => JSON.parse(text) as ReleaseRecord

/** Rows of releases: conditional on version and epoch, one live release a service. */
export function releaseStore({ database, run }: Session): ReleaseStore {
  const stored = (tx: Transaction) => database.all(tx, 'release').map(read)

  const put = (tx: Transaction, release: ReleaseRecord) => {
    if (isLive(release.state) && stored(tx).some((other) => other.id !== release.id && isLive(other.state)))
      throw new DomainError('conflict', 'Another release of this service is not ended yet.')
    tx.rows.set(keyOf(release.id), JSON.stringify(release))
  }

  return {
    insert: (release) =>
      run('insert release', [{ key: keyOf(release.id), mode: 'own' }], (tx) => put(tx, release)),
    update: (release, expectedVersion, epoch) =>
      run(
        `store release ${release.state} v${release.version}${epoch === undefined ? '' : ` as leader ${epoch}`}`,
        [
          ...(epoch === undefined ? [] : [{ key: leaderKey, mode: 'shared' as const }]),
          { key: keyOf(release.id), mode: 'own' as const },
        ],
        (tx) => {
          if (epoch !== undefined && epochOf(database.read(tx, leaderKey)) !== epoch) return false
          const text = database.read(tx, keyOf(release.id))
          if (text === undefined || read(text).version !== expectedVersion) return false
          put(tx, release)
          return true
        },
      ),
    get: (id) =>
      run('get release', [], (tx) => {
        const text = database.read(tx, keyOf(id))
        return text === undefined ? undefined : read(text)
      }),
    delete: (id, expectedVersion) =>
      run('delete release', [{ key: keyOf(id), mode: 'own' }], (tx) => {
        const text = database.read(tx, keyOf(id))
        if (text === undefined || read(text).version !== expectedVersion) return false
        tx.rows.set(keyOf(id), undefined)
        return true
      }),
    list: ({ limit }) =>
      run('list releases', [], (tx) => ({ items: stored(tx).slice(0, limit), next: null })),
    live: () => run('live releases', [], (tx) => stored(tx).filter(({ state }) => isLive(state))),
  }
}
