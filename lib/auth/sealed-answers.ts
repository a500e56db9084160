import { DomainError } from '../domain/errors'
import type { IdempotencyStore } from '../domain/ports'
import type { Sealer } from './sealer'

/**
 * Keeps answers encrypted, each for its own key alone: one may hold the secret of a new API token, of which the database
 * is to know the hash. Throws `idempotency-mismatch` for an answer that was kept by another NEXTAUTH_SECRET.
 */
export function sealedAnswers(store: IdempotencyStore, sealer: Sealer): IdempotencyStore {
  const contextOf = ({ scope, keyHash }: { scope: string; keyHash: string }) =>
    JSON.stringify([scope, keyHash])
  return {
    begin: async (key) => {
      const begun = await store.begin(key)
      if (begun.state !== 'done') return begun
      const body = sealer.open(begun.body, contextOf(key))
      if (body !== undefined) return { ...begun, body }
      throw new DomainError(
        'idempotency-mismatch',
        'The answer to this Idempotency-Key cannot be read any more. See what came of it before you send it again with another.',
      )
    },
    finish: (key, { status, body }) => store.finish(key, { status, body: sealer.seal(body, contextOf(key)) }),
    forget: (key) => store.forget(key),
  }
}
