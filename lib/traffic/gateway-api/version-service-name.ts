const LONGEST_NAME = 63

/** Name of the Service for one version of a service, as Aviary makes it: `cart-v2`, a DNS label. */
export function versionServiceName(service: string, version: string): string {
  const label = version
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `${service}-${label === '' ? 'version' : label}`.slice(0, LONGEST_NAME).replace(/-+$/, '')
}
