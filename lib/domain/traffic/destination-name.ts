import type { Destination } from './model'

type Named = Pick<Destination, 'key' | 'version' | 'host'>

/**
 * What people call a destination: its version; for a Service that stands beside the versions its own name, where no
 * other destination of the rule has that; else its key. Telemetry that counts by backend says the same.
 */
export function destinationName(destination: Named, all: readonly Named[]): string {
  if (destination.version !== undefined) return destination.version
  const name = firstLabel(destination.host)
  const unique = all.filter(({ version, host }) => (version ?? firstLabel(host)) === name).length === 1
  return unique && name !== '' ? name : destination.key
}

function firstLabel(host: string): string {
  return host.split('.')[0] ?? ''
}
