import type { GraphDto } from '@/lib/contracts/topology'

export const labelKinds = ['share', 'rate', 'errors'] as const
export type LabelKind = (typeof labelKinds)[number]
export const windows = ['1m', '5m', '10m', '30m'] as const
export type Window = (typeof windows)[number]
export const levels = ['versioned-app', 'app', 'service', 'workload'] as const
export type Level = GraphDto['level']

/** Everything that decides what the page shows; it lives in the address, so that a link shows the same. */
export interface ViewState {
  cluster: string | null
  /** Empty: all that the viewer may see. */
  namespaces: readonly string[]
  window: Window
  level: Level
  labels: ReadonlySet<LabelKind>
  /** Id of the node or edge in the inspector. */
  selected: string | null
  /** Id of the node whose neighbours alone are bright. */
  focus: string | null
  /** A name to look for once the graph is there; other pages link with it. */
  find: string | null
  as: 'graph' | 'list'
}

const ALL_LABELS: ReadonlySet<LabelKind> = new Set(labelKinds)
const NO_LABELS = 'none'

/** Reads the address; what it doesn't understand falls back to the default. */
export function parseView(search: { get: (name: string) => string | null }): ViewState {
  const labels = search.get('labels')
  return {
    cluster: text(search.get('cluster')),
    namespaces: list(search.get('namespaces')),
    window: windows.find((known) => known === search.get('window')) ?? '1m',
    level: levels.find((known) => known === search.get('level')) ?? 'versioned-app',
    labels: labels === null ? ALL_LABELS : new Set(labelKinds.filter((kind) => list(labels).includes(kind))),
    selected: text(search.get('selected')),
    focus: text(search.get('focus')),
    find: text(search.get('find')),
    as: search.get('as') === 'list' ? 'list' : 'graph',
  }
}

/** The address of a view over the present one, parameters of others kept; defaults are left out. */
export function writeView(view: ViewState, present: URLSearchParams): URLSearchParams {
  const search = new URLSearchParams(present)
  const set = (name: string, value: string | null) => {
    if (value === null || value === '') search.delete(name)
    else search.set(name, value)
  }
  set('cluster', view.cluster)
  set('namespaces', view.namespaces.join(','))
  set('window', view.window === '1m' ? null : view.window)
  set('level', view.level === 'versioned-app' ? null : view.level)
  const labels = labelKinds.filter((kind) => view.labels.has(kind))
  set('labels', labels.length === labelKinds.length ? null : labels.join(',') || NO_LABELS)
  set('selected', view.selected)
  set('focus', view.focus)
  set('find', view.find)
  set('as', view.as === 'graph' ? null : view.as)
  return search
}

function text(value: string | null): string | null {
  return value === null || value === '' ? null : value
}

function list(value: string | null): string[] {
  return (value ?? '').split(',').filter((part) => part !== '')
}
