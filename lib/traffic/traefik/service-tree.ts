import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { Entry, IngressRoute, IngressRule } from './schema'
import { readTraefikService } from './schema'

/** Where an entry, or a list of entries, is written. */
export interface Place {
  object: KubeObject
  path: readonly (string | number)[]
}

/** An entry, where it stands, and what it leads to. */
export interface Branch {
  entry: Entry
  at: Place
  tree: Tree
}

export interface Split {
  kind: 'split'
  /** The list of the children's entries. */
  list: Place
  children: Branch[]
  sticky?: string
}

export interface Mirroring {
  kind: 'mirroring'
  object: KubeObject
  main: Branch
  mirrors: (Branch & { percent: number })[]
}

/** What a rule or a TraefikService sends to. `lost`: a TraefikService that is not there, is none, or leads to itself. */
export type Tree = Split | Mirroring | { kind: 'leaf'; entry: Entry } | { kind: 'lost'; circle: boolean }

/** Where a rule of an IngressRoute sends: a branch by its only entry, or a split of its own. */
export type RuleTree = Branch | Split

const LOST: Tree = { kind: 'lost', circle: false }
const CIRCLE: Tree = { kind: 'lost', circle: true }

export const isBranch = (tree: RuleTree): tree is Branch => 'entry' in tree

/** Reads trees for one state of the cluster; TraefikServices that several rules use are read once. */
export class TreeReader {
  private readonly known = new Map<string, Tree>()

  constructor(private readonly view: ClusterView) {}

  /** Undefined for a rule without services. */
  ofRule({ object }: IngressRoute, { index, services }: IngressRule): RuleTree | undefined {
    const list: Place = { object, path: ['spec', 'routes', index, 'services'] }
    const children = this.branches(services, list)
    const [only] = children
    // Of a single entry Traefik ignores the weight.
    return children.length > 1 ? { kind: 'split', list, children } : only
  }

  private branches(entries: readonly Entry[], list: Place): Branch[] {
    return entries.map((entry, index) => this.branch(entry, { ...list, path: [...list.path, index] }))
  }

  private branch(entry: Entry, at: Place): Branch {
    return { entry, at, tree: this.treeOf(entry) }
  }

  private treeOf(entry: Entry): Tree {
    if (entry.kind === 'Service') return { kind: 'leaf', entry }
    if (entry.kind === 'other') return LOST
    const key = `${entry.namespace}/${entry.name}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    // Whoever meets it again below itself has gone round in a circle.
    this.known.set(key, CIRCLE)
    const object = this.view.get('traefikservices', entry.namespace, entry.name)
    const tree = object === undefined ? LOST : this.treeOfObject(object)
    this.known.set(key, tree)
    return tree
  }

  private treeOfObject(object: KubeObject): Tree {
    const node = readTraefikService(object)
    if (node === undefined) return LOST
    if (node.kind === 'mirroring') {
      const path = ['spec', 'mirroring']
      const mirrors = node.mirrors.map(({ entry, percent }, index) => ({
        ...this.branch(entry, { object, path: [...path, 'mirrors', index] }),
        percent,
      }))
      return { kind: 'mirroring', object, main: this.branch(node.main, { object, path }), mirrors }
    }
    const list: Place = { object, path: node.path }
    const { sticky } = node
    const children = this.branches(node.entries, list)
    return { kind: 'split', list, children, ...(sticky === undefined ? {} : { sticky }) }
  }
}

/** True where a TraefikService below a rule leads to itself, which Traefik refuses to run. */
export function hasCircle(tree: RuleTree): boolean {
  let found = false
  walk(tree, (branch) => {
    found ||= branch.tree.kind === 'lost' && branch.tree.circle
  })
  return found
}

/** A use of a Service somewhere below a rule. */
export interface LeafUse {
  entry: Entry
  /** Its requests are copies. */
  mirrored: boolean
  /** It is all that its rule has, so telemetry counts it under the router's name. */
  alone: boolean
}

/** Every Service that a rule sends to or mirrors to, each place once. */
export function leavesOf(tree: RuleTree): LeafUse[] {
  const uses: LeafUse[] = []
  walk(tree, ({ entry, tree: found }, mirrored) => {
    if (found.kind === 'leaf') uses.push({ entry, mirrored, alone: isBranch(tree) && tree.entry === entry })
  })
  return uses
}

/** Every branch below a rule, each once for live traffic and once for copies. */
export function walk(tree: RuleTree, visit: (branch: Branch, mirrored: boolean) => void): void {
  const seen = { live: new Set<Tree>(), copies: new Set<Tree>() }
  const enter = (branch: Branch, mirrored: boolean): void => {
    visit(branch, mirrored)
    below(branch.tree, mirrored)
  }
  const below = (node: Tree, mirrored: boolean): void => {
    const known = mirrored ? seen.copies : seen.live
    if (known.has(node)) return
    known.add(node)
    if (node.kind === 'split') for (const child of node.children) enter(child, mirrored)
    if (node.kind === 'mirroring') {
      enter(node.main, mirrored)
      for (const mirror of node.mirrors) enter(mirror, true)
    }
  }
  if (isBranch(tree)) enter(tree, false)
  else below(tree, false)
}
