/** Keys of the graphs that the event stream keeps up to date in this tab, so that nobody has to ask for them. */
const followed = new Set<string>()

export const isFollowed = (key: string): boolean => followed.has(key)

/** Takes over what is followed now; answers what no longer is. */
export function setFollowed(keys: Iterable<string>): string[] {
  const next = new Set(keys)
  const gone = [...followed].filter((key) => !next.has(key))
  followed.clear()
  for (const key of next) followed.add(key)
  return gone
}
