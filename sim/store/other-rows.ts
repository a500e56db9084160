import type { PolicyStore } from '@/lib/domain/access/policy-version'
import type {
  CallStore,
  EvidenceStore,
  JudgementRecord,
  MeasurementRecord,
  TemplateStore,
} from '@/lib/domain/ports'
import type { CallRecord } from '@/lib/domain/release/call'
import { epochOf, leaderKey } from './leader'
import type { Session } from './session'

/** What the judge knows of each attempt, and every measurement. */
export function evidenceStore({ database, run }: Session): EvidenceStore {
  const keyOf = (release: string, attempt: number) => `judgement/${release}/${attempt}`
  const read = (text: string) => JSON.parse(text) as JudgementRecord
  return {
    judgement: (release, attempt) =>
      run('get judgement', [], (tx) => {
        const text = database.read(tx, keyOf(release, attempt))
        return text === undefined ? undefined : read(text)
      }),
    append: (next, measurement, epoch) => {
      const key = keyOf(next.release, next.attempt)
      return run(
        `append measurement ${next.seq}`,
        [
          { key: leaderKey, mode: 'shared' },
          { key, mode: 'own' },
        ],
        (tx) => {
          const text = database.read(tx, key)
          const seq = text === undefined ? 0 : read(text).seq
          if (epochOf(database.read(tx, leaderKey)) !== epoch || next.seq !== seq + 1) return false
          tx.rows.set(key, JSON.stringify(next))
          tx.rows.set(`measurement/${next.release}/${next.attempt}/${next.seq}`, JSON.stringify(measurement))
          return true
        },
      )
    },
    list: ({ release, limit }) =>
      run('list measurements', [], (tx) => ({
        items: database
          .all(tx, 'measurement')
          .map((text) => JSON.parse(text) as MeasurementRecord)
          .filter((measurement) => measurement.release === release)
          .sort((a, b) => b.attempt - a.attempt || b.seq - a.seq)
          .slice(0, limit),
        next: null,
      })),
  }
}

/** Outgoing calls. */
export function callStore({ database, run }: Session): CallStore {
  const keyOf = (id: string) => `call/${id}`
  const all = (texts: string[]) => texts.map((text) => JSON.parse(text) as CallRecord)
  const write = (call: CallRecord) =>
    run(`store call ${call.event}`, [{ key: keyOf(call.id), mode: 'own' }], (tx) => {
      tx.rows.set(keyOf(call.id), JSON.stringify(call))
    })
  return {
    insert: write,
    update: write,
    due: (at, limit) =>
      run('due calls', [], (tx) =>
        all(database.all(tx, 'call'))
          .filter(({ state, nextAt }) => state === 'waiting' && Date.parse(nextAt) <= at.getTime())
          .slice(0, limit),
      ),
    get: (id) => run('get call', [], (tx) => all(database.all(tx, 'call')).find((call) => call.id === id)),
    list: ({ limit }) =>
      run('list calls', [], (tx) => ({ items: all(database.all(tx, 'call')).slice(0, limit), next: null })),
  }
}

/** No plan of a simulation comes from a template. */
export function templateStore(): TemplateStore {
  return {
    add: () => Promise.reject(new Error('no templates in a simulation')),
    get: () => Promise.resolve(undefined),
    list: () => Promise.resolve({ items: [], next: null }),
  }
}

/** The policy of a simulation is fixed. */
export function policyStore(): PolicyStore {
  const none = () => Promise.reject(new Error('nobody changes the policy in a simulation'))
  return {
    lock: none,
    active: none,
    activeNumber: none,
    get: none,
    before: none,
    proposed: none,
    history: none,
    insert: none,
    settle: none,
    ledByOther: none,
  }
}
