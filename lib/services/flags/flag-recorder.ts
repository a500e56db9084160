import { toAuditValue } from '../../domain/audit/canonical'
import type { Flag, FlagSet } from '../../domain/flags/flag'
import { flagsOfService, servicesOfFlags, type ServiceFlags } from '../../domain/flags/flag-sources'
import { changeWords } from '../../domain/flags/flag-words'
import { storedFlags } from '../../domain/flags/stored-flags'
import type { Writer } from '../../domain/kube'
import type { ClusterChange } from '../../domain/ports'
import type { ServiceRef } from '../../domain/traffic/model'
import type { Ports, ServiceContext } from '../context'
import { flagAction } from './flag-changes'
import { lastRecorded } from './last-recorded'

/** Writes changes of feature flags to the audit log, on the one replica that leads. */
export interface FlagRecorder {
  /**
   * Records what has changed. The first call of a term of leadership compares with what was recorded last, and so
   * tells what changed while nobody led. Throws when the log is away; the next call goes on from there.
   */
  record(ctx: ServiceContext, epoch: number): Promise<void>
  /** Forgets what was seen: another replica leads. */
  rest(): void
  stop(): void
}

interface Log {
  warn(detail: object, words: string): void
}

/** The flags of a service at one moment; those of one that could not be read whole are not known. */
interface Seen extends Pick<ServiceFlags, 'sources'> {
  service: ServiceRef
  flags: FlagSet | 'unreadable'
  writer?: Writer
}

const nobody = 'unknown'
const noFlags: FlagSet = new Map<string, Flag>()
const keyOf = ({ cluster, namespace, name }: ServiceRef) => `${cluster}/${namespace}/${name}`

/** Begins watching at once; nothing is written until `record`. */
export function createFlagRecorder(ports: Pick<Ports, 'clusters' | 'pokeEngine'>, log: Log): FlagRecorder {
  const { clusters } = ports
  let term: number | undefined
  let seen: Seen[] = []
  /** Clusters whose recorded states have been read in this term. */
  const recalled = new Set<string>()
  const known = new Map<string, FlagSet | 'unreadable'>()

  const look = (service: ServiceRef): Seen => {
    const view = clusters.view(service.cluster)
    if (!view) return { service, flags: noFlags, sources: [] }
    const { flags, problems, ...rest } = flagsOfService(view, service.namespace, service.name)
    if (problems.length > 0) log.warn({ service, problems }, 'feature flags could not be read')
    return { service, flags: problems.length > 0 ? 'unreadable' : flags, ...rest }
  }

  const take = (change: ClusterChange) => {
    if (change.object.kind !== 'ConfigMap') return
    const { cluster, namespace, object, previous } = change
    const names = new Set([object, ...(previous ? [previous] : [])].flatMap(servicesOfFlags))
    for (const name of names) {
      const { writer: _latest, ...found } = look({ cluster, namespace, name })
      // A deletion leaves no writer behind.
      const writer = change.type === 'deleted' ? undefined : object.lastWriter
      seen.push({ ...found, ...(writer && { writer }) })
    }
    if (names.size > 0) ports.pokeEngine()
  }

  const recall = async (ctx: ServiceContext, cluster: string) => {
    const { synced, unread } = clusters.health(cluster)
    // An empty list would look as if all flags had gone.
    if (!synced || unread.includes('configmaps')) return
    const named = servicesWithFlags(ports, cluster)
    const recorded = await lastRecorded(ctx, cluster, named)
    // From here on nothing waits: what the view holds now is newer than all that was seen before.
    seen = seen.filter(({ service }) => service.cluster !== cluster)
    for (const { service, flags } of recorded) known.set(keyOf(service), flags)
    seen.push(...recorded.map(({ service }) => look(service)))
    // What nobody has recorded yet is where the comparing begins.
    for (const service of servicesWithFlags(ports, cluster))
      if (!known.has(keyOf(service))) known.set(keyOf(service), look(service).flags)
    recalled.add(cluster)
  }

  const note = async (ctx: ServiceContext, now: Seen) => {
    if (now.flags === 'unreadable') return
    const key = keyOf(now.service)
    const before = known.get(key) ?? noFlags
    const words = before === 'unreadable' ? [] : changeWords(before, now.flags)
    if (before !== 'unreadable' && words.length > 0) await append(ctx, now, before, now.flags, words)
    known.set(key, now.flags)
  }

  const stop = clusters.onChange(take)
  return {
    record: async (ctx, epoch) => {
      if (epoch !== term) {
        recalled.clear()
        known.clear()
        term = epoch
      }
      for (const cluster of clusters.names()) if (!recalled.has(cluster)) await recall(ctx, cluster)
      for (const each of seen.filter(({ service }) => recalled.has(service.cluster))) {
        await note(ctx, each)
        seen = seen.filter((other) => other !== each)
      }
    },
    rest: () => {
      term = undefined
      seen = []
    },
    stop,
  }
}

function servicesWithFlags({ clusters }: Pick<Ports, 'clusters'>, cluster: string): ServiceRef[] {
  const maps = clusters.view(cluster)?.list('configmaps') ?? []
  return maps.flatMap((map) =>
    servicesOfFlags(map).map((name) => ({ cluster, namespace: map.metadata.namespace ?? '', name })),
  )
}

async function append(
  ctx: ServiceContext,
  { service, writer, sources }: Seen,
  before: FlagSet,
  after: FlagSet,
  words: string[],
): Promise<void> {
  const manager = writer?.manager ?? nobody
  await ctx.ports.store.audit.append({
    id: ctx.ports.newId(),
    time: ctx.now().toISOString(),
    kind: 'flag',
    action: flagAction,
    result: 'applied',
    actor: { issuer: 'kubernetes', subject: manager, name: manager },
    service,
    before: toAuditValue(storedFlags(before)),
    after: toAuditValue(storedFlags(after)),
    detail: toAuditValue({ words: words.join('; '), configMaps: sources, writtenAt: writer?.time }),
  })
  ctx.ports.bus.publish({
    event: 'delta',
    data: { scope: 'services', ...service, kind: 'Service', ...(writer && { writer }) },
  })
}
