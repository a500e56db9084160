/** Longest name of a Service and longest label of a name, RFC 1123. */
const LONGEST = 63

/** A version as a DNS label of at most `longest` characters. */
export function dnsLabel(version: string, longest = LONGEST): string {
  const label = version
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '')
  return label === '' ? 'version' : label
}

/** Name of the Service for one version of a service, as Aviary makes it: `cart-v2`, a DNS label. */
export function versionServiceName(service: string, version: string): string {
  return `${service}-${dnsLabel(version)}`.slice(0, LONGEST).replace(/-+$/, '')
}
