import type { z } from 'zod'
import type { ViewRights } from '../../domain/access/view-rights'
import { DomainError } from '../../domain/errors'
import type { GraphLevel } from '../../domain/topology/graph-model'
import type { TopologyQuery } from '../../contracts/topology'

/** What one computation of a graph is for: all who have the same rights share it. */
export interface GraphSpec {
  /** All clusters when left out. */
  cluster?: string
  level: GraphLevel
  /** Seconds. */
  window: number
  rights: ViewRights
}

/** The part of a graph that is looked at. */
export interface GraphCut {
  /** Sorted. */
  namespaces?: readonly string[]
  node?: string
}

const longestWindow = 6 * 3600

type Asked = Pick<z.output<typeof TopologyQuery>, 'cluster' | 'namespaces' | 'window' | 'level' | 'node'>

/** Throws `malformed` for a window below a second. */
export function specOf({ cluster, level, window }: Asked, rights: ViewRights): GraphSpec {
  return { ...(cluster === undefined ? {} : { cluster }), level, window: windowSeconds(window), rights }
}

export function cutOf({ namespaces = '', node }: Asked): GraphCut {
  const names = [...new Set(namespaces.split(',').filter((name) => name !== ''))].sort()
  return { ...(names.length === 0 ? {} : { namespaces: names }), ...(node === undefined ? {} : { node }) }
}

export const keyOfSpec = ({ cluster, level, window, rights }: GraphSpec): string =>
  JSON.stringify([cluster, level, window, rights.key])

export const keyOfCut = ({ namespaces, node }: GraphCut): string => JSON.stringify([namespaces, node])

/** Seconds, at most six hours. */
export function windowSeconds(text: string): number {
  const value = Number(text.slice(0, -1)) * ({ s: 1, m: 60, h: 3600 }[text.slice(-1)] ?? 1)
  if (value < 1) throw new DomainError('malformed', 'The window must be at least a second.')
  return Math.min(longestWindow, value)
}
