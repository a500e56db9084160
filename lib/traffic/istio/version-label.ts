/** A version as a DNS label of at most 50 characters: all that Istio takes as the name of a subset. */
export function dnsLabel(version: string): string {
  const label = version
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '')
  return label === '' ? 'version' : label
}
