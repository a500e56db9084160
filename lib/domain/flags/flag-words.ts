import type { Flag, FlagSet } from './flag'

/** What changed between two states, one entry a flag: "new-checkout: off → on", "new-checkout: on 10 % → 50 %". */
export function changeWords(before: FlagSet, after: FlagSet): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const words = wordsOf(before.get(key), after.get(key))
    return words === undefined ? [] : [`${key}: ${words}`]
  })
}

function wordsOf(before: Flag | undefined, after: Flag | undefined): string | undefined {
  if (before === undefined) return after && `added, ${servedWords(after)}`
  if (after === undefined) return 'removed'
  const moved = movedWords(before, after)
  if (moved !== undefined) return moved
  if (before.rule !== after.rule) return 'targeting changed'
  if (before.values !== after.values) return 'values of its variants changed'
  return before.defaultVariant === after.defaultVariant
    ? undefined
    : `default ${defaultWords(before)} → ${defaultWords(after)}`
}

/** Which variant users get: "off", "on 10 %", "off, unless a rule says otherwise", "disabled". */
function servedWords(flag: Flag): string {
  if (flag.state === 'DISABLED') return 'disabled'
  if (flag.shares !== undefined) {
    const told = Object.entries(flag.shares).filter(
      ([name, share]) => name !== flag.defaultVariant && share > 0,
    )
    if (told.length > 0) return told.map(([name, share]) => `${name} ${percent(share)}`).join(', ')
  }
  return flag.rule === undefined ? defaultWords(flag) : `${defaultWords(flag)}, unless a rule says otherwise`
}

const defaultWords = ({ defaultVariant }: Flag) => defaultVariant ?? "the code's default"

function movedWords(before: Flag, after: Flag): string | undefined {
  if (before.shares !== undefined && after.shares !== undefined && before.state === after.state)
    return shareWords(before.shares, after.shares, after.defaultVariant)
  const [was, is] = [servedWords(before), servedWords(after)]
  return was === is ? undefined : `${was} → ${is}`
}

type Shares = NonNullable<Flag['shares']>

/** The shares of variants that are not the default, which gets what is left. */
function shareWords(was: Shares, is: Shares, defaultVariant: string | null): string | undefined {
  const moved = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => (was[name] ?? 0) !== (is[name] ?? 0),
  )
  if (moved.length === 0) return undefined
  const told = moved.filter((name) => name !== defaultVariant)
  return (told.length > 0 ? told : moved)
    .map((name) => `${name} ${percent(was[name] ?? 0)} → ${percent(is[name] ?? 0)}`)
    .join(', ')
}

const percent = (share: number) => `${Math.round(share * 10) / 10} %`
