/** Somebody other than Aviary changed a route of a release: the field manager, and when (RFC 3339 where known). */
export interface Drift {
  writer: string
  at: string
}

/** What people are told about a drift. */
export const driftWords = ({ writer, at }: Drift): string => `The route was changed by ${writer} at ${at}.`
