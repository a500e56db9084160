import { lookup as systemLookup } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { BlockList, isIP } from 'node:net'
import { Agent, buildConnector } from 'undici'

// Addresses of clouds that hand credentials to whoever asks from inside, and those that are no host. They are refused
// whatever the settings say; private and loopback ones are where Prometheus usually is, and stay allowed.
const never = new BlockList()
never.addSubnet('0.0.0.0', 8, 'ipv4')
never.addSubnet('169.254.0.0', 16, 'ipv4')
never.addAddress('100.100.100.200', 'ipv4')
never.addAddress('168.63.129.16', 'ipv4')
never.addAddress('192.0.0.192', 'ipv4')
never.addSubnet('224.0.0.0', 4, 'ipv4')
never.addAddress('255.255.255.255', 'ipv4')
never.addAddress('::', 'ipv6')
never.addSubnet('fe80::', 10, 'ipv6')
never.addAddress('fd00:ec2::254', 'ipv6')
never.addAddress('fd20:ce::254', 'ipv6')
never.addAddress('fd00:c1::a9fe:a9fe', 'ipv6')
never.addSubnet('ff00::', 8, 'ipv6')
// 169.254.0.0/16 again, by the ways of writing IPv4 inside IPv6 that routers translate (RFC 6052, RFC 3056).
never.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
never.addSubnet('2002:a9fe::', 32, 'ipv6')

/** Whether nothing of Aviary ever connects to the address: metadata of clouds, link-local, multicast, unspecified. */
export function isForbiddenAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  return never.check(address.replace(/%.*$/, ''), family === 6 ? 'ipv6' : 'ipv4')
}

/** Thrown, with the code `ERR_FORBIDDEN_ADDRESS`, in place of a connection. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError'
  readonly code = 'ERR_FORBIDDEN_ADDRESS'
}

export interface GuardedOptions extends Omit<Agent.Options, 'connect'> {
  connect?: buildConnector.BuildOptions
  /** In the place of the system's; it is asked once for each connection. */
  lookup?: typeof systemLookup
}

/**
 * A pool of connections for addresses of the settings. A name is resolved once, what it resolves to is checked, and
 * exactly that is connected to, so that no second answer of DNS can lead elsewhere. It follows no redirects.
 */
export function guardedAgent({ connect = {}, lookup = systemLookup, ...options }: GuardedOptions): Agent {
  const checked: LookupFunction = (hostname, lookupOptions, done) => {
    lookup(hostname, { ...lookupOptions, all: true }, (error, found: LookupAddress[]) => {
      if (error) {
        done(error, '')
        return
      }
      const allowed = found.filter(({ address }) => !isForbiddenAddress(address))
      const [first] = allowed
      if (!first) done(refusal(hostname), '')
      else if (lookupOptions.all === true) done(null, allowed)
      else done(null, first.address, first.family)
    })
  }
  const connector = buildConnector({ ...connect, lookup: checked })
  return new Agent({
    ...options,
    connect: (target, done) => {
      // Node connects to literal addresses without asking for them.
      const literal = target.hostname.replace(/^\[|\]$/g, '')
      if (isIP(literal) !== 0 && isForbiddenAddress(literal)) done(refusal(literal), null)
      else connector(target, done)
    },
  })
}

const refusal = (host: string) =>
  new ForbiddenAddressError(`${host} is an address that Aviary never connects to`)
