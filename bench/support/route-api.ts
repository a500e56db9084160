import { openConnection } from '@/lib/kube/connection'
import type { JsonPatch } from '@/lib/domain/kube'

interface VirtualService {
  metadata: { resourceVersion: string }
  spec: { http: { name?: string; route: { destination: { subset?: string }; weight?: number }[] }[] }
}

/** The cluster's own API for the synthetic services' VirtualServices, as its administrator, with Aviary out of the way. */
export interface RouteApi {
  get(place: Place): Promise<VirtualService>
  patch(place: Place, patch: JsonPatch, options: PatchOptions): Promise<VirtualService>
  close(): Promise<void>
}

export interface Place {
  namespace: string
  name: string
}

export interface PatchOptions {
  manager: string
  dryRun?: boolean
}

/** Over one kept connection, as Aviary's own. */
export function openRouteApi(kubeconfig: string): RouteApi {
  const connection = openConnection({ kubeconfig, version: 'bench' })
  const pathOf = ({ namespace, name }: Place) =>
    `/apis/networking.istio.io/v1/namespaces/${namespace}/virtualservices/${name}`
  const send = async (
    method: 'GET' | 'PATCH',
    path: string,
    body?: { type: string; text: string },
  ): Promise<VirtualService> => {
    const answer = await connection.fetch({
      method,
      path,
      ...(body === undefined ? {} : { headers: { 'content-type': body.type }, body: body.text }),
    })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return JSON.parse(text) as VirtualService
  }
  return {
    get: (place) => send('GET', pathOf(place)),
    patch: (place, patch, { manager, dryRun }) =>
      send('PATCH', `${pathOf(place)}?fieldManager=${manager}${dryRun === true ? '&dryRun=All' : ''}`, {
        type: 'application/json-patch+json',
        text: JSON.stringify(patch),
      }),
    close: () => connection.close(),
  }
}

/** The weight of each subset in the first rule. */
export function weightsOf({ spec }: VirtualService): Record<string, number> {
  const route = spec.http[0]?.route ?? []
  return Object.fromEntries(
    route.map(({ destination, weight }) => [destination.subset ?? '', weight ?? 0] as const),
  )
}
