import type { FindingDto } from '@/lib/contracts/common'

type ObjectRef = FindingDto['objects'][number]
export interface NamedService {
  cluster: string
  namespace: string
  name: string
  versions: readonly string[]
}

/**
 * The service that an object leads to: the Service itself, the one of the same name and namespace, else the one that has
 * the object's name but for a version of its own. Undefined where there is none, or where several clusters have one.
 */
export function serviceOfObject(
  object: ObjectRef,
  services: readonly NamedService[],
): NamedService | undefined {
  const near = services.filter(({ namespace }) => namespace === object.namespace)
  const same = near.filter(({ name }) => name === object.name)
  const [service, ...others] =
    same.length > 0
      ? same
      : near.filter(({ name, versions }) => versions.some((version) => object.name === `${name}-${version}`))
  return others.length === 0 ? service : undefined
}
