/** One feature flag as flagd defines it (https://flagd.dev/reference/flag-definitions/), as far as Aviary tells it. */
export interface Flag {
  state: 'ENABLED' | 'DISABLED'
  /** Null where the code's own default is used. */
  defaultVariant: string | null
  /** Percent of each variant, where the targeting is a plain `fractional`. */
  shares?: Readonly<Record<string, number>>
  /** Digest of any other targeting. */
  rule?: string
  /** Digest of what the variants stand for. */
  values: string
}

/** Flags by their key. */
export type FlagSet = ReadonlyMap<string, Flag>
