import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { ownNamespaces, sideBySide } from './e2e/own-namespaces.mjs'

const api = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Some start Postgres, kubectl or a process of their own.
          testTimeout: 30_000,
          maxWorkers: 2,
          include: ['{bin,lib,components,sandbox,signer,sim,e2e,scripts,bench}/**/*.test.{ts,tsx}'],
          exclude: ['e2e/api/**', 'e2e/faults/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          ...api,
          name: 'api-own',
          include: ownNamespaces,
          maxWorkers: sideBySide,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...api,
          name: 'api',
          include: ['e2e/api/**/*.test.ts'],
          exclude: ownNamespaces,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...api,
          name: 'faults',
          include: ['e2e/faults/**/*.test.ts'],
          // Each has a stack of its own, and mostly waits for leases.
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
