import { createServer, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { memoryOfListener, readStatus } from './server-memory'

it('reads resident memory and its peak', () => {
  expect(readStatus('Name:\tnode\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n')).toEqual({
    rss: 1_048_576,
    peak: 2_097_152,
  })
})

it.runIf(process.platform === 'linux')('finds the process behind a port', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { rss } = await memoryOfListener((server.address() as AddressInfo).port)
    expect(rss).toBeGreaterThan(10_000_000)
  } finally {
    server.close()
  }
})
