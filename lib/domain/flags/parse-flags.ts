import { hashOf } from '../traffic/revision'
import { isObject, stringOf } from '../traffic/untyped'
import type { Flag, FlagSet } from './flag'
import { fractionalShares } from './fractional'

type ParsedFlags = { flags: FlagSet } | { problem: string }

/** Reads flagd's JSON. A file that flagd would refuse has a problem in words, and no flags. */
export function parseFlags(text: string): ParsedFlags {
  try {
    return readFile(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: 'it is not JSON' }
    if (error instanceof RangeError) return { problem: 'it is nested too deeply' }
    throw error
  }
}

function readFile(file: unknown): ParsedFlags {
  const defined = isObject(file) ? entriesOf(file.flags) : undefined
  if (!isObject(file) || defined === undefined) return { problem: 'it has no flags' }
  const flags = new Map<string, Flag>()
  for (const [key, definition] of defined) {
    const flag = readFlag(definition, file.$evaluators)
    if (typeof flag === 'string') return { problem: `flag ${key}: ${flag}` }
    flags.set(key, flag)
  }
  return { flags }
}

/** A map by key, or a list whose entries carry their keys. */
function entriesOf(flags: unknown): [string, unknown][] | undefined {
  if (Array.isArray(flags))
    return (flags as unknown[]).map((flag) => [(isObject(flag) && stringOf(flag.key)) || '', flag])
  return isObject(flags) ? Object.entries(flags) : undefined
}

function readFlag(definition: unknown, evaluators: unknown): Flag | string {
  if (!isObject(definition)) return 'it is not an object'
  const { state, variants, defaultVariant = null, targeting } = definition
  if (state !== 'ENABLED' && state !== 'DISABLED') return 'its state is neither ENABLED nor DISABLED'
  if (!isObject(variants)) return 'it has no variants'
  if (
    defaultVariant !== null &&
    (typeof defaultVariant !== 'string' || !Object.hasOwn(variants, defaultVariant))
  )
    return 'its defaultVariant is none of its variants'
  const flag: Flag = { state, defaultVariant, values: digest(variants) }
  if (!isObject(targeting) || Object.keys(targeting).length === 0) return flag
  const shares = fractionalShares(targeting, new Set(Object.keys(variants)))
  return { ...flag, ...(shares === undefined ? { rule: ruleDigest(targeting, evaluators) } : { shares }) }
}

/** Rules may refer to ones that several flags share. */
function ruleDigest(targeting: unknown, evaluators: unknown): string {
  const shared = JSON.stringify(targeting).includes('"$ref"')
  return digest(shared ? [targeting, evaluators] : targeting)
}

/** Equal values have equal digests, whatever the order of their keys. */
const digest = (value: unknown) => hashOf(value, 16)
