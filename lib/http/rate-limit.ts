import { DomainError } from '../domain/errors'

interface Bucket {
  tokens: number
  at: number
}

/** Token bucket per key, bounded in keys; the least recently used key is dropped first. */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>()

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly maxKeys = 10_000,
  ) {}

  /** Takes one token or throws `too-many-requests` with the seconds to wait. `now` in milliseconds. */
  take(key: string, now: number): void {
    const old = this.buckets.get(key)
    const tokens = old
      ? Math.min(this.burst, old.tokens + ((now - old.at) / 1000) * this.perSecond)
      : this.burst
    this.buckets.delete(key)
    if (this.buckets.size >= this.maxKeys) {
      const oldest = this.buckets.keys().next().value
      if (oldest !== undefined) this.buckets.delete(oldest)
    }
    const allowed = tokens >= 1
    this.buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now })
    if (!allowed)
      throw new DomainError('too-many-requests', 'Too many requests from this account. Wait a moment.', {
        retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / this.perSecond)),
      })
  }
}
