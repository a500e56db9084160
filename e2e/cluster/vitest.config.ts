import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'
import { ownNamespaces, ownNamespacesOfCluster, serverOnly, sideBySide } from '../own-namespaces.mjs'

/** The oracle compares the whole run, so its file comes last. The longest file comes first, for others to run beside. */
class LongestFirstOracleLast extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      moduleId.includes('oracle.spec') ? 1 : moduleId.includes('kill-points') ? -1 : 0
    return Promise.resolve(
      [...files].sort((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId)),
    )
  }
}

const root = path.resolve(import.meta.dirname, '../..')
const shared = { resolve: { alias: { '@': root } } }
const patience = { testTimeout: 240_000, hookTimeout: 240_000 }

export default defineConfig({
  root,
  ...shared,
  test: {
    // Of the whole run: one control plane and one Aviary for both groups.
    globalSetup: ['e2e/cluster/global-setup.ts'],
    sequence: { sequencer: LongestFirstOracleLast },
    projects: [
      {
        root,
        ...shared,
        test: {
          ...patience,
          name: 'cluster-own',
          include: [...ownNamespaces, ...ownNamespacesOfCluster],
          maxWorkers: sideBySide,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        ...shared,
        test: {
          ...patience,
          name: 'cluster',
          include: ['e2e/api/**/*.test.ts', 'e2e/cluster/**/*.spec.ts'],
          exclude: [...ownNamespaces, ...ownNamespacesOfCluster, ...serverOnly],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
