import type { GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { shortName } from './names'

export interface SplitEntry {
  version: string
  percent: number
  observed: number | null
  role?: 'stable' | 'canary' | undefined
  /** A destination beside the versions, which has no pods of its own. */
  outside?: boolean
}

/** The split of a service as its edges to its versions tell it: desired where a route says so, and what was seen. */
export function splitOf(versions: readonly GraphNodeDto[], leaving: readonly GraphEdgeDto[]): SplitEntry[] {
  const known = versions.some(({ replicas }) => replicas !== undefined)
  return versions.map((version) => {
    const own = leaving.filter(({ to, mirrored }) => to === version.id && mirrored === undefined)
    const seen = own.length === 0 ? null : own.reduce((sum, { share }) => sum + share, 0)
    const desired = own.find(({ desiredShare }) => desiredShare !== undefined)?.desiredShare
    return {
      version: shortName(version),
      percent: desired ?? seen ?? 0,
      observed: seen,
      role: version.role,
      outside: known && version.replicas === undefined,
    }
  })
}
