import type { OperationStore } from '@/lib/domain/ports'
import type { OperationRecord } from '@/lib/domain/traffic/operation'
import type { Session } from './session'

const read = (text: string) => JSON.parse(text) as OperationRecord
const isOpen = ({ outcome }: OperationRecord) => outcome === 'pending' || outcome === 'unknown'
const keyOf = (id: string) => `operation/${id}`

export function operationStore({ database, run }: Session): OperationStore {
  const write = (operation: OperationRecord) =>
    run(`store operation ${operation.outcome}`, [{ key: keyOf(operation.id), mode: 'own' }], (tx) => {
      tx.rows.set(keyOf(operation.id), JSON.stringify(operation))
    })
  return {
    insert: write,
    settle: (operation) =>
      run(`settle as ${operation.outcome}`, [{ key: keyOf(operation.id), mode: 'own' }], (tx) => {
        const text = database.read(tx, keyOf(operation.id))
        if (text === undefined || !isOpen(read(text))) return false
        tx.rows.set(keyOf(operation.id), JSON.stringify(operation))
        return true
      }),
    get: (id) =>
      run('get operation', [], (tx) => {
        const text = database.read(tx, keyOf(id))
        return text === undefined ? undefined : read(text)
      }),
    list: ({ release, limit }) =>
      run('list operations', [], (tx) => ({
        items: database
          .all(tx, 'operation')
          .map(read)
          .filter((operation) => release === undefined || operation.release === release)
          .sort((a, b) => (a.at < b.at ? 1 : -1))
          .slice(0, limit),
        next: null,
      })),
    open: () =>
      run('open operations', [], (tx) =>
        database
          .all(tx, 'operation')
          .filter((text) => /"outcome":"(pending|unknown)"/.test(text))
          .map(read)
          .filter(isOpen)
          .sort((a, b) => (a.at < b.at ? -1 : 1)),
      ),
  }
}
