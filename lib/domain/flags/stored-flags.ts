import { objectOf, isObject, numberOf, stringOf } from '../traffic/untyped'
import type { Flag, FlagSet } from './flag'

/** Flags as the audit log keeps them. */
export const storedFlags = (flags: FlagSet): Record<string, Flag> => Object.fromEntries(flags)

/** Flags out of the audit log, where fractions are texts; undefined for what was too large to be kept. */
export function readStoredFlags(stored: unknown): FlagSet | undefined {
  if (!isObject(stored)) return undefined
  const flags = new Map<string, Flag>()
  for (const [key, value] of Object.entries(stored)) {
    const flag = readFlag(value)
    if (flag === undefined) return undefined
    flags.set(key, flag)
  }
  return flags
}

function readFlag(value: unknown): Flag | undefined {
  const { state, defaultVariant, shares, rule, values } = objectOf(value)
  if ((state !== 'ENABLED' && state !== 'DISABLED') || typeof values !== 'string') return undefined
  return {
    state,
    values,
    defaultVariant: stringOf(defaultVariant) ?? null,
    ...(isObject(shares) ? { shares: readShares(shares) } : {}),
    ...(typeof rule === 'string' ? { rule } : {}),
  }
}

const readShares = (shares: object) =>
  Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, numberOf(Number(share)) ?? 0]))
