import type { Rule } from '../traffic/model'

/** A rule that does not stand as a promoted release left it: everything of the two versions on the canary. */
export function movedSince(
  { from, to }: { from: string; to: string },
  rules: readonly { rule: Rule }[],
): Rule | undefined {
  return rules
    .map(({ rule }) => rule)
    .find(({ destinations }) => {
      const percent = (version: string) =>
        destinations.find((destination) => destination.version === version)?.percent ?? 0
      return percent(to) === 0 || percent(from) > 0
    })
}
