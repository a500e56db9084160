import { describe, expect, it } from 'vitest'
import { acceptsGzip } from './accepts-gzip'

describe('acceptsGzip', () => {
  it.each(['gzip', 'gzip, deflate, br, zstd', 'br;q=1, GZIP;q=0.5', '*', 'x-gzip', 'deflate ,gzip ; q=0.1'])(
    'yes: %s',
    (header) => expect(acceptsGzip(header)).toBe(true),
  )
  it.each([null, '', 'identity', 'br', 'gzip;q=0', '*, gzip;q=0', '*;q=0', 'gzip;q=nonsense', 'gzipped'])(
    'no: %s',
    (header) => expect(acceptsGzip(header)).toBe(false),
  )
})
