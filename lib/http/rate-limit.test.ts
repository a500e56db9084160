import { describe, expect, it } from 'vitest'
import { RateLimiter } from './rate-limit'

describe('RateLimiter', () => {
  it('lets a burst through, then the rate, and says how long to wait', () => {
    const limiter = new RateLimiter(2, 3)
    for (let n = 0; n < 3; n += 1) limiter.take('a', 0)
    expect(() => limiter.take('a', 0)).toThrow(
      expect.objectContaining({ code: 'too-many-requests', extras: { retryAfterSeconds: 1 } }) as Error,
    )
    limiter.take('a', 500)
    expect(() => limiter.take('a', 500)).toThrow()
  })

  it('counts subjects apart and stays bounded', () => {
    const limiter = new RateLimiter(1, 1, 2)
    limiter.take('a', 0)
    limiter.take('b', 0)
    limiter.take('c', 0)
    expect(() => limiter.take('c', 0)).toThrow()
    limiter.take('a', 0)
  })
})
