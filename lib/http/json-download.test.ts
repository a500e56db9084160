import { describe, expect, it } from 'vitest'
import { jsonDownload } from './json-download'

describe('a download', () => {
  it('is the pieces one after the other, as a file', async () => {
    async function* pieces() {
      yield '{"a":['
      yield await Promise.resolve('"ü"]}')
    }
    const response = jsonDownload(pieces(), 'release-r-1.json', 'q-1')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="release-r-1.json"')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ a: ['ü'] })
  })

  it('that breaks off in the middle does not look complete', async () => {
    async function* pieces() {
      yield '{"a":1'
      await Promise.reject(new Error('gone'))
    }
    await expect(jsonDownload(pieces(), 'x', 'q-1').text()).rejects.toThrow('gone')
  })

  it('reads nothing more once the reader is gone', async () => {
    let read = 0
    let ended = false
    async function* pieces() {
      try {
        for (;;) yield await Promise.resolve(String((read += 1)))
      } finally {
        ended = true
      }
    }
    const reader = jsonDownload(pieces(), 'x', 'q-1').body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(ended).toBe(true)
    expect(read).toBeLessThan(4)
  })
})
