import type { GraphDto } from '@/lib/contracts/topology'
import { labelKinds, readLabels, standardLabels, type LabelKind } from './label-kinds'

export const windows = ['1m', '5m', '10m', '30m'] as const
export type Window = (typeof windows)[number]
export const levels = ['versioned-app', 'app', 'service', 'workload'] as const
export type Level = GraphDto['level']
/** What is drawn as a box around what it holds; a service without its box is one node. */
export const boxKinds = ['cluster', 'namespace', 'service'] as const
export type BoxKind = (typeof boxKinds)[number]

/** Everything that decides what the page shows; it lives in the address, so that a link shows the same. */
export interface ViewState {
  cluster: string | null
  /** Empty: all that the viewer may see. */
  namespaces: readonly string[]
  window: Window
  level: Level
  labels: ReadonlySet<LabelKind>
  boxes: ReadonlySet<BoxKind>
  /** Ids of the boxes that are folded into one node. */
  closed: readonly string[]
  /** Whether nodes and edges without traffic are shown. */
  idle: boolean
  /** Id of the node or edge in the inspector. */
  selected: string | null
  /** Id of the node whose neighbours alone are bright. */
  focus: string | null
  /** Id of the node which alone is shown, with its direct neighbours. */
  node: string | null
  /** Expressions of the find language: what is marked, and what is taken out. Other pages link with a name to find. */
  find: string | null
  hide: string | null
  as: 'graph' | 'list'
}

const NONE = 'none'
const ALL_BOXES: ReadonlySet<BoxKind> = new Set(boxKinds)

/** Reads the address; what it doesn't understand falls back to the default. */
export function parseView(search: { get: (name: string) => string | null }): ViewState {
  const labels = search.get('labels')
  const boxes = search.get('boxes')
  return {
    cluster: text(search.get('cluster')),
    namespaces: list(search.get('namespaces')),
    window: windows.find((known) => known === search.get('window')) ?? '1m',
    level: levels.find((known) => known === search.get('level')) ?? 'versioned-app',
    labels: labels === null ? standardLabels : readLabels(list(labels)),
    boxes: boxes === null ? ALL_BOXES : new Set(boxKinds.filter((kind) => list(boxes).includes(kind))),
    closed: list(search.get('closed')),
    idle: search.get('idle') !== 'hide',
    selected: text(search.get('selected')),
    focus: text(search.get('focus')),
    node: text(search.get('node')),
    find: text(search.get('find')),
    hide: text(search.get('hide')),
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
  set('labels', chosen(labelKinds, view.labels, standardLabels))
  set('boxes', chosen(boxKinds, view.boxes, ALL_BOXES))
  set('closed', view.closed.join(','))
  set('idle', view.idle ? null : 'hide')
  set('selected', view.selected)
  set('focus', view.focus)
  set('node', view.node)
  set('find', view.find)
  set('hide', view.hide)
  set('as', view.as === 'graph' ? null : view.as)
  return search
}

/** The chosen ones by comma, `none`, or null where they are the standard. */
function chosen<T>(all: readonly T[], set: ReadonlySet<T>, standard: ReadonlySet<T>): string | null {
  const same = set.size === standard.size && [...standard].every((one) => set.has(one))
  return same ? null : all.filter((one) => set.has(one)).join(',') || NONE
}

function text(value: string | null): string | null {
  return value === null || value === '' ? null : value
}

function list(value: string | null): string[] {
  return (value ?? '').split(',').filter((part) => part !== '')
}
