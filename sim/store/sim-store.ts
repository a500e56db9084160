import type { AuditLog, Store } from '@/lib/domain/ports'
import { DomainError } from '@/lib/domain/errors'
import type { Random } from '../kernel/random'
import type { Owner, Scheduler } from '../kernel/scheduler'
import type { Tally } from '../tally'
import type { Database, Transaction } from './database'
import { epochOf, leaderKey } from './leader'
import { operationStore } from './operation-rows'
import { releaseStore } from './release-rows'
import { noCheckpoints, noIncidents } from './no-checkpoints'
import { callStore, evidenceStore, policyStore, templateStore } from './other-rows'
import type { Session } from './session'

/** How often the database fails a process, 0–1. */
export interface StoreTrouble {
  away: number
  /** The transaction was committed, and nobody says so. */
  lostCommit: number
}

export const noStoreTrouble: StoreTrouble = { away: 0, lostCommit: 0 }

export interface StoreParts {
  database: Database
  scheduler: Scheduler
  owner: Owner
  random: Random
  tally: Tally
  trouble(): StoreTrouble
}

const away = () => new DomainError('audit-unavailable', 'The database does not answer.')

const begin = (owner: Owner): Transaction => ({ owner, rows: new Map(), audit: [] })

function fail({ random, tally, trouble }: StoreParts): void {
  if (!random.chance(trouble().away)) return
  tally.count('database away')
  throw away()
}

/** Statements that are transactions of their own: each commits in its own turn. */
export function loneSession(parts: StoreParts): Session {
  const { database } = parts
  return {
    database,
    run: async (label, needs, work) => {
      const tx = begin(parts.owner)
      try {
        return await database.statement(tx, label, needs, () => {
          fail(parts)
          const answer = work(tx)
          database.commit(tx)
          return answer
        })
      } finally {
        database.end(tx)
      }
    },
  }
}

/** The store as one process reaches it. */
export function createSimStore(parts: StoreParts): Store {
  const { database, owner, scheduler, random, tally } = parts

  const commit = async (tx: Transaction): Promise<void> => {
    await scheduler.call(owner, 'commit', () => {
      const lost = random.chance(parts.trouble().lostCommit)
      if (lost && random.chance(0.5)) {
        tally.count('lost commits')
        throw away()
      }
      database.commit(tx)
      if (!lost) return
      tally.count('lost commits')
      throw away()
    })
  }

  const within = (tx: Transaction): Session => ({
    database,
    run: async (label, needs, work) =>
      await database.statement(tx, label, needs, () => {
        fail(parts)
        return work(tx)
      }),
  })

  return storeOver(loneSession(parts), scheduler, async (work) => {
    const tx = begin(owner)
    const store: Store = storeOver(within(tx), scheduler, (inner) => inner(store))
    try {
      const answer = await work(store)
      await commit(tx)
      return answer
    } finally {
      database.end(tx)
    }
  })
}

function storeOver(session: Session, scheduler: Scheduler, transaction: Store['transaction']): Store {
  return {
    operations: operationStore(session),
    releases: releaseStore(session),
    evidence: evidenceStore(session),
    calls: callStore(session),
    templates: templateStore(),
    policies: policyStore(),
    audit: auditLog(session),
    checkpoints: noCheckpoints,
    incidents: noIncidents,
    transaction,
    leads: (epoch) =>
      session.run(
        'still leads?',
        [{ key: leaderKey, mode: 'shared' }],
        (tx) => epochOf(session.database.read(tx, leaderKey)) === epoch,
      ),
    now: () => session.run('now', [], () => new Date(scheduler.now)),
    ping: () => session.run('ping', [], () => undefined),
  }
}

function auditLog({ database, run }: Session): AuditLog {
  return {
    append: (body) =>
      run(
        `append ${body.kind} ${body.action} ${body.result}`,
        [{ key: 'audit head', mode: 'own' }],
        (tx) => ({
          seq: database.append(tx, body),
          hash: '',
        }),
      ),
    beginEpoch: () => Promise.reject(new Error('no simulation restores the database')),
    end: () => Promise.reject(new Error('nobody compares the log in a simulation')),
    head: () => run('head', [], () => ({ seq: database.log.length, hash: '' })),
    list: () => Promise.reject(new Error('nobody lists the log in a simulation')),
    get: () => Promise.reject(new Error('nobody reads the log in a simulation')),
    range: () => Promise.reject(new Error('nobody exports the log in a simulation')),
    stream: () => {
      throw new Error('nobody streams the log in a simulation')
    },
  }
}
