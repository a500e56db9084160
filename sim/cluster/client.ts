import { DomainError } from '@/lib/domain/errors'
import type { ObjectClient } from '@/lib/domain/ports'
import { UnknownOutcome } from '@/lib/domain/ports'
import type { Random } from '../kernel/random'
import type { Owner, Scheduler } from '../kernel/scheduler'
import type { Tally } from '../tally'
import type { ApiServer } from './api-server'

/** How often a request to the cluster ends in which way, 0–1; all 0 when the trouble is over. */
export interface ClusterTrouble {
  unavailable: number
  denied: number
  busy: number
  rejected: number
  /** The answer is lost, and the write is done, not done, or done later. */
  lost: number
  /** Another controller writes the status just before. */
  statusRace: number
}

export const noClusterTrouble: ClusterTrouble = {
  unavailable: 0,
  denied: 0,
  busy: 0,
  rejected: 0,
  lost: 0,
  statusRace: 0,
}

interface ClientParts {
  scheduler: Scheduler
  server: ApiServer
  owner: Owner
  /** Who carries out what was cut off on its way. */
  network: Owner
  random: Random
  tally: Tally
  trouble(): ClusterTrouble
  /** Told of each answer that is lost. */
  halfDone(): void
  /** Denials last for a while: whether one is on. */
  denying(): boolean
}

/** The API of the cluster as one process reaches it: each request waits for its turn, and may go wrong. */
export function createSimClient(parts: ClientParts): ObjectClient {
  const { scheduler, server, owner, random, tally } = parts

  const before = (): void => {
    const { unavailable, busy } = parts.trouble()
    if (random.chance(unavailable)) {
      tally.count('cluster unavailable')
      throw new DomainError('cluster-unavailable', 'The cluster could not be reached.')
    }
    if (random.chance(busy)) {
      tally.count('cluster busy')
      throw new DomainError('cluster-busy', 'The cluster is too busy.', { retryAfterSeconds: 1 })
    }
  }

  const refuse = (): void => {
    const { denied, rejected } = parts.trouble()
    if (parts.denying() || random.chance(denied)) {
      tally.count('denials')
      throw new DomainError('cluster-refused', 'Aviary may not patch VirtualService "cart": forbidden')
    }
    if (random.chance(rejected)) {
      tally.count('rejections')
      throw new DomainError('rejected-by-cluster', 'admission webhook "policy" denied the request')
    }
  }

  /** A write whose answer may be lost; `write` throws what the server refuses. */
  const sent = <T>(label: string, dryRun: boolean, write: () => T): Promise<T> =>
    scheduler.call(owner, label, () => {
      before()
      refuse()
      if (dryRun || !random.chance(parts.trouble().lost)) return write()
      tally.count('lost answers')
      parts.halfDone()
      const way = random.weighted({ done: 4, 'not done': 4, later: 3 })
      if (way === 'done') attempt(write)
      if (way === 'later') void later(write, random.int(200, 60_000))
      throw new UnknownOutcome(`The request to ${label} was sent and no answer came (${way}).`)
    })

  const later = async (write: () => unknown, milliseconds: number): Promise<void> => {
    await scheduler.sleep(parts.network, milliseconds)
    await scheduler.call(parts.network, 'a late write arrives', () => attempt(write))
  }

  const raceStatus = (ref: Parameters<ObjectClient['get']>[0]): void => {
    const object = server.get(ref)
    if (!object || !random.chance(parts.trouble().statusRace)) return
    tally.count('status races')
    server.put({ ...object, status: { seen: scheduler.turns } }, { manager: 'istiod', status: true })
  }

  return {
    get: (ref) =>
      scheduler.call(owner, `get ${ref.kind} ${ref.name}`, () => {
        before()
        return server.get(ref)
      }),
    patch: (ref, patch, options) =>
      sent(words('patch', ref, options), options.dryRun === true, () => {
        raceStatus(ref)
        return server.patch(ref, patch, writing(options))
      }),
    create: (body, options) =>
      sent(
        words('create', { kind: body.kind, name: body.metadata.name }, options),
        options.dryRun === true,
        () => server.create(body, writing(options)),
      ),
    delete: (ref, options) =>
      sent(words('delete', ref, options), options.dryRun === true, () =>
        server.delete(ref, options, writing(options)),
      ),
  }
}

type Options = Parameters<ObjectClient['patch']>[2]

const writing = ({ auditId, dryRun }: Options) => ({
  manager: 'aviary',
  ...(auditId === undefined ? {} : { auditId }),
  ...(dryRun === undefined ? {} : { dryRun }),
})

const words = (verb: string, { kind, name }: { kind: string; name: string }, { auditId, dryRun }: Options) =>
  dryRun ? `dry-run ${verb} ${kind} ${name}` : `${verb} ${kind} ${name} ${auditId ?? ''}`

/** Whatever the server says to a request whose answer nobody hears. */
function attempt(write: () => unknown): void {
  try {
    write()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
  }
}
