import type { CheckpointStore, IncidentStore } from '@/lib/domain/audit/chain-stores'

const unused = () => Promise.reject(new Error('no simulation signs or restores the log'))

/** Nobody signs the log of a simulation. */
export const noCheckpoints: CheckpointStore = { list: unused, newest: unused }

/** The log of a simulation never goes back. */
export const noIncidents: IncidentStore = {
  open: () => Promise.resolve([]),
  ...{ insert: unused, get: unused, about: unused, list: unused, acknowledge: unused },
}
