import { isDomainError } from '../domain/errors'
import { isUnknownOutcome, type ObjectClient, type SendOptions } from '../domain/ports'
import type { Meters } from './meters'

/** A cluster's client, with its writes counted: `applied`, the code of the refusal, or `unknown`. */
export function countedClient(
  cluster: string,
  client: ObjectClient,
  meters: Pick<Meters, 'write'>,
  now: () => number = () => performance.now(),
): ObjectClient {
  const counted = async <T>(verb: string, { dryRun = false }: SendOptions, send: () => Promise<T>) => {
    const began = now()
    let result = 'applied'
    try {
      return await send()
    } catch (error) {
      result = resultOf(error)
      throw error
    } finally {
      meters.write({ cluster, verb, dryRun, result, ms: now() - began })
    }
  }
  return {
    get: (ref) => client.get(ref),
    patch: (ref, patch, options) => counted('patch', options, () => client.patch(ref, patch, options)),
    create: (body, options) => counted('create', options, () => client.create(body, options)),
    delete: (ref, options) => counted('delete', options, () => client.delete(ref, options)),
  }
}

function resultOf(error: unknown): string {
  if (isUnknownOutcome(error)) return 'unknown'
  return isDomainError(error) ? error.code : 'internal'
}
