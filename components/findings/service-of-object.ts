import type { FindingDto } from '@/lib/contracts/common'

type ObjectRef = FindingDto['objects'][number]
interface Service {
  cluster: string
  namespace: string
  name: string
}

/**
 * The service that an object leads to: the Service itself, or the one of the same name and namespace. Undefined where
 * there is none, or where several clusters have one.
 */
export function serviceOfObject(object: ObjectRef, services: readonly Service[]): Service | undefined {
  const same = services.filter(
    ({ namespace, name }) => namespace === object.namespace && name === object.name,
  )
  return same.length === 1 ? same[0] : undefined
}
