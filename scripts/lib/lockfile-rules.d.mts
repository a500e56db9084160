export interface Manifest {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  allowScripts?: Record<string, boolean>
}
export interface LockedPackage {
  version?: string
  resolved?: string
  integrity?: string
  link?: boolean
  optional?: boolean
  hasInstallScript?: boolean
}
export const safeFrom: readonly { name: string; version: string; why: string }[]
export function lockfileFaults(
  manifest: Manifest,
  lockfile: { lockfileVersion: number; packages: Record<string, LockedPackage> },
): string[]
