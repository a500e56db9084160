import type { AuditBody } from '../domain/audit/event'
import type { Store } from '../domain/ports'
import type { Meters } from './meters'

type Counts = Pick<Meters, 'operation' | 'transition' | 'abortedByItself' | 'audited' | 'auditFailed'>
type Count = (what: () => void) => void

/** The store, with what it wrote counted; what is written in a transaction counts once that is committed. */
export function countedStore(store: Store, meters: Counts): Store {
  return {
    ...counting(store, meters, (what) => what()),
    transaction: async (work) => {
      let written: (() => void)[] = []
      const result = await store.transaction((tx) => {
        // Whatever an attempt before this one counted was undone with it.
        written = []
        return work(within(tx, meters, (what) => written.push(what)))
      })
      for (const count of written) count()
      return result
    },
  }
}

function within(tx: Store, meters: Counts, count: Count): Store {
  const inner: Store = { ...counting(tx, meters, count), transaction: (work) => work(inner) }
  return inner
}

function counting(store: Store, meters: Counts, count: Count): Store {
  const { operations, releases, audit } = store
  const appending = async <R>(body: AuditBody, append: () => Promise<R>): Promise<R> => {
    try {
      const appended = await append()
      count(() => meters.audited(body.kind))
      if (isAutomaticAbort(body)) count(() => meters.abortedByItself())
      return appended
    } catch (error) {
      meters.auditFailed()
      throw error
    }
  }
  return {
    ...store,
    operations: {
      ...operations,
      settle: async (operation) => {
        const settled = await operations.settle(operation)
        if (settled) count(() => meters.operation(operation.action, operation.outcome))
        return settled
      },
    },
    releases: {
      ...releases,
      insert: async (release) => {
        await releases.insert(release)
        count(() => meters.transition(release.state))
      },
      update: async (release, ...rest) => {
        const updated = await releases.update(release, ...rest)
        if (updated) count(() => meters.transition(release.state))
        return updated
      },
    },
    audit: {
      ...audit,
      append: (body) => appending(body, () => audit.append(body)),
      beginEpoch: (body) => appending(body, () => audit.beginEpoch(body)),
    },
  }
}

/** As the engine records it when the judge says fail. */
const isAutomaticAbort = ({ kind, action, detail }: AuditBody): boolean =>
  kind === 'release' &&
  action === 'release.abort' &&
  typeof detail === 'object' &&
  detail !== null &&
  'automatic' in detail &&
  detail.automatic === true
