import type { ObjectClient, Store } from '@/lib/domain/ports'

/** Faults that are planted into the ports, to prove that the invariants see them. */
export const plants = ['skip-fence', 'skip-version-check', 'skip-object-version', 'lose-outcomes'] as const
export type Plant = (typeof plants)[number]

/** The store with a planted fault: transitions without the epoch, or without the version that they were decided on. */
export function plantedStore(store: Store, plant: Plant | undefined): Store {
  switch (plant) {
    case 'skip-fence':
      return over(store, (inner) => ({
        leads: () => Promise.resolve(true),
        releases: {
          ...inner.releases,
          update: (release, expectedVersion) => inner.releases.update(release, expectedVersion),
        },
      }))
    case 'skip-version-check':
      return over(store, (inner) => ({
        releases: {
          ...inner.releases,
          update: async (release, _expectedVersion, epoch) => {
            const stored = await inner.releases.get(release.id)
            return stored !== undefined && (await inner.releases.update(release, stored.version, epoch))
          },
        },
      }))
    case 'lose-outcomes':
      return over(store, (inner) => ({
        audit: {
          ...inner.audit,
          append: async (body) =>
            body.kind === 'outcome' && body.result === 'applied'
              ? await inner.audit.head()
              : await inner.audit.append(body),
        },
      }))
    case 'skip-object-version':
    case undefined:
      return store
  }
}

/** The same change in the store and in the transactions of it. */
function over(store: Store, change: (store: Store) => Partial<Store>): Store {
  return {
    ...store,
    ...change(store),
    transaction: (work) => store.transaction((tx) => work(over(tx, change))),
  }
}

/** The client with a planted fault: patches that ask for neither the version nor the values they were planned on. */
export function plantedClient(client: ObjectClient, plant: Plant | undefined): ObjectClient {
  if (plant !== 'skip-object-version') return client
  return {
    ...client,
    patch: (ref, patch, options) =>
      client.patch(
        ref,
        patch.filter(({ op, path }) => op !== 'test' && path !== '/metadata/resourceVersion'),
        options,
      ),
  }
}
