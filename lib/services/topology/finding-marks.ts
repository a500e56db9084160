import type { ServiceRef } from '../../domain/traffic/model'
import { findingsOf } from '../catalogue/findings-of'
import { routingRevision } from '../catalogue/routing-revision'
import type { Ports } from '../context'
import { requireView } from '../traffic/find-route'

type Mark = 'blocking' | 'warning'

/** The worst finding of each service, hints left out, for marks on graphs. */
export interface FindingMarks {
  /** Waits for the first look at these clusters; a later one is waited for by nobody. */
  ready(clusters: readonly string[]): Promise<void>
  of(service: ServiceRef): Mark | undefined
  /** Another one when a mark is another. */
  readonly revision: number
}

/** How old marks may be while no route changes, and while routes do. Milliseconds. */
const freshMs = 10_000
const changedMs = 1_000
/** Services that are looked at in one go. */
const slice = 25

const keyOf = ({ namespace, name }: ServiceRef) => `${namespace}/${name}`

interface Look {
  at: number
  routing: number
  marks: Map<string, Mark>
  flight?: Promise<void> | undefined
}

/** `pause` lets others have a turn between slices; `changed` hears of marks that are others than before. */
export function createFindingMarks(
  ports: Ports,
  tools: { now: () => Date; pause: () => Promise<void>; changed: () => void },
): FindingMarks {
  const looks = new Map<string, Look>()
  let revision = 0

  const read = async (cluster: string): Promise<Map<string, Mark>> => {
    const view = requireView({ ports }, cluster)
    const marks = new Map<string, Mark>()
    for (const [index, { metadata }] of view.list('services').entries()) {
      if (index % slice === slice - 1) await tools.pause()
      const service = { cluster, namespace: metadata.namespace ?? '', name: metadata.name }
      const severities = findingsOf({ ports }, view, service).map(({ severity }) => severity)
      const worst = severities.includes('blocking') ? 'blocking' : 'warning'
      if (severities.includes(worst)) marks.set(keyOf(service), worst)
    }
    return marks
  }

  const refresh = async (cluster: string, look: Look): Promise<void> => {
    const begun = { at: tools.now().getTime(), routing: routingRevision(ports) }
    const marks = await read(cluster)
    const same =
      marks.size === look.marks.size && [...marks].every(([key, mark]) => look.marks.get(key) === mark)
    Object.assign(look, begun, { marks })
    if (same) return
    revision += 1
    tools.changed()
  }

  const isOld = ({ at, routing }: Look) => {
    const age = tools.now().getTime() - at
    return age > freshMs || (age > changedMs && routing !== routingRevision(ports))
  }

  return {
    ready: async (clusters) => {
      for (const cluster of clusters) {
        const look = looks.get(cluster) ?? { at: 0, routing: -1, marks: new Map<string, Mark>() }
        looks.set(cluster, look)
        const first = look.at === 0
        if (isOld(look))
          look.flight ??= refresh(cluster, look).finally(() => {
            look.flight = undefined
          })
        if (first) await look.flight
        // A cluster that is away says so where its view is asked for.
        else look.flight?.catch(() => undefined)
      }
    },
    of: (service) => looks.get(service.cluster)?.marks.get(keyOf(service)),
    get revision() {
      return revision
    },
  }
}
