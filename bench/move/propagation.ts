import type { ServiceDetailDto } from '@/lib/contracts/services'
import { openStream, type LiveEvent } from '../support/event-stream'
import { paced } from '../support/paced'
import { weightsOf, type Place, type RouteApi } from '../support/route-api'
import { syntheticService, type Stage } from '../support/stage'
import { summarise, type Summary } from '../support/statistics'

export interface Propagation {
  /** From sending the change to the cluster until another person's live stream names it. */
  delta: Summary
  /** Until that person, asking again then, reads the new weights. */
  read: Summary
}

const n = 50

/** Changes a route around Aviary, by the same PATCH that kubectl sends, and waits for it on somebody's stream. */
export async function measurePropagation(stage: Stage, routes: RouteApi): Promise<Propagation> {
  const place = syntheticService(2)
  const stream = await openStream(stage.api, 'viewer', 'services')
  try {
    // Not a divisor of the sandbox's own two seconds, so that they do not always meet.
    const times = await paced(n, 270, async (index) => {
      const v2 = index % 2 === 0 ? 35 : 10
      const seen = stream.next((event) => isDelta(event, place))
      const start = performance.now()
      await setByHand(routes, place, v2)
      await seen
      const delta = performance.now() - start
      await untilRead(stage, place, v2)
      return { delta, read: performance.now() - start }
    })
    return {
      delta: summarise(times.map(({ delta }) => delta)),
      read: summarise(times.map(({ read }) => read)),
    }
  } finally {
    await stream.close()
  }
}

function isDelta({ event, data }: LiveEvent, place: Place): boolean {
  const named = data as { kind?: string; namespace?: string; name?: string }
  return (
    event === 'delta' &&
    named.kind === 'VirtualService' &&
    named.namespace === place.namespace &&
    named.name === place.name
  )
}

async function setByHand(routes: RouteApi, place: Place, v2: number): Promise<void> {
  const changed = await routes.patch(
    place,
    [
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: 100 - v2 },
      { op: 'replace', path: '/spec/http/0/route/1/weight', value: v2 },
    ],
    { manager: 'kubectl-patch' },
  )
  if (weightsOf(changed)['v2'] !== v2) throw new Error('the cluster did not take the change')
}

async function untilRead(stage: Stage, { namespace, name }: Place, v2: number): Promise<void> {
  const path = `/services/${stage.cluster}/${namespace}/${name}`
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const { json } = await stage.api.expect<ServiceDetailDto>('viewer', 'GET', path)
    const rule = json.routes.flatMap(({ rules }) => rules).find(({ id }) => id === 'main')
    if (rule?.destinations.some((destination) => destination.key === 'v2' && destination.weight === v2))
      return
  }
  throw new Error(`${name} never showed ${v2}`)
}
