import type { Random } from './random'
import type { Request } from './route-match'

/** The people who use the shop: 2 % are `developer`, 5 % carry the cookie `beta=true`, 30 % come by phone. */
export function crowd(): readonly Request[] {
  return Array.from({ length: 2000 }, (_none, user): Request => ({
    user,
    // From the block for benchmarks (RFC 2544).
    ip: `198.18.${user >> 8}.${user & 255}`,
    path: '/',
    method: user % 9 === 0 ? 'POST' : 'GET',
    headers: {
      'x-user': user % 50 === 0 ? 'developer' : `user-${user}`,
      cookie: `session=${user}${user % 20 === 7 ? '; beta=true' : ''}`,
      'user-agent': user % 10 < 3 ? 'Mozilla/5.0 (iPhone)' : 'Mozilla/5.0 (X11; Linux)',
    },
    query: Object.fromEntries(user % 100 === 3 ? [['preview', 'true']] : []),
  }))
}

/** Load over time: ±12 % over the day (UTC), and every few minutes a burst of up to +40 % for some seconds. */
export function rhythm(random: Random): (now: number, tickMs: number) => number {
  let burst = 1
  let burstLeftMs = 0
  return (now, tickMs) => {
    burstLeftMs -= tickMs
    if (burstLeftMs <= 0) {
      burst = 1
      if (random.next() < tickMs / 180_000) {
        burst = 1.1 + 0.3 * random.next()
        burstLeftMs = 5000 + 15_000 * random.next()
      }
    }
    const hour = (now / 3_600_000) % 24
    return burst * (1 + 0.12 * Math.sin(((hour - 9) / 24) * 2 * Math.PI))
  }
}
