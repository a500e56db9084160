import { cookieOf, type Entry } from './schema'
import { isBranch, type Branch, type Mirroring, type RuleTree, type Split, type Tree } from './service-tree'

/** From a rule to the place where the traffic of one service is split, or to the only Service where nothing splits it. */
export interface Way {
  /** `slot`: the entry that leads to the split; absent for a rule's own list. */
  split?: Split
  slot?: Branch
  leaf?: Branch
  /** On the way, from the rule downwards, each with the entry that leads to it. */
  mirrorings: { mirroring: Mirroring; slot: Branch }[]
  /** The part of the rule's requests that comes here, 0–1. */
  share: number
  /** What ties a client to one choice, on the way or at its end. */
  sticky: string[]
}

type Found = Way & { strong: boolean }
type IsBacking = (entry: Entry) => boolean

/**
 * The innermost split with at least two entries that lead straight to the service, else the outermost one that leads to
 * it at all, else its only Service. Undefined for a rule that sends nothing to the service; copies don't count.
 */
export function wayTo(tree: RuleTree, isBacking: IsBacking): Way | undefined {
  const seen = new Set<Tree>()
  const start = { mirrorings: [], share: 1, sticky: [] }
  const found = isBranch(tree)
    ? search(tree.tree, tree, start, isBacking, seen)
    : search(tree, undefined, start, isBacking, seen)
  if (found === undefined) return undefined
  const { strong: _, ...way } = found
  return way
}

function search(
  tree: Tree,
  slot: Branch | undefined,
  so: Pick<Way, 'mirrorings' | 'share' | 'sticky'>,
  isBacking: IsBacking,
  seen: Set<Tree>,
): Found | undefined {
  if (tree.kind === 'leaf') {
    if (slot === undefined || !isBacking(tree.entry)) return undefined
    return { ...so, leaf: slot, sticky: [...so.sticky, ...serverStickiness([slot])], strong: false }
  }
  if (tree.kind === 'lost' || seen.has(tree)) return undefined
  seen.add(tree)
  if (tree.kind === 'mirroring') {
    const mirrorings = slot === undefined ? so.mirrorings : [...so.mirrorings, { mirroring: tree, slot }]
    return search(tree.main.tree, tree.main, { ...so, mirrorings }, isBacking, seen)
  }
  const total = tree.children.reduce((sum, { entry }) => sum + entry.weight, 0)
  const sticky = [...so.sticky, ...(tree.sticky === undefined ? [] : [tree.sticky])]
  let reached = false
  for (const child of tree.children) {
    const share = total > 0 ? (so.share * child.entry.weight) / total : 0
    const inner = search(child.tree, child, { ...so, share, sticky }, isBacking, seen)
    if (inner?.strong === true) return inner
    reached ||= inner !== undefined
  }
  if (!reached) return undefined
  return {
    ...so,
    split: tree,
    ...(slot === undefined ? {} : { slot }),
    sticky: [...sticky, ...serverStickiness(tree.children)],
    strong: tree.children.filter((child) => leadsStraight(child.tree, isBacking)).length > 1,
  }
}

function leadsStraight(tree: Tree, isBacking: IsBacking): boolean {
  if (tree.kind === 'mirroring') return leadsStraight(tree.main.tree, isBacking)
  return tree.kind === 'leaf' && isBacking(tree.entry)
}

/** A cookie of an entry ties a client to one pod behind it. */
function serverStickiness(branches: readonly Branch[]): string[] {
  const cookies = branches.flatMap(({ entry }) => cookieOf(entry.raw) ?? [])
  return [...new Set(cookies)].map((words) => `${words}, to one pod`)
}
