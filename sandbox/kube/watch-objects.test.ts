import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { resourcePath } from './request-path'
import { Store } from './store'
import { serveWatch } from './watch-objects'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('writes nothing after its end, however long the connection takes to close', async () => {
  const path = resourcePath('/api/v1/namespaces')
  if (path === undefined) throw new Error('no such path')
  // Without a connection nothing is ever flushed, so that it does not close.
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const failed = vi.fn()
  response.on('error', failed)
  const written = vi.spyOn(response, 'write')
  const query = new URLSearchParams({ allowWatchBookmarks: 'true', timeoutSeconds: '1' })
  serveWatch(new Store(), path, query, response, { bookmarkMs: 300 })

  await vi.advanceTimersByTimeAsync(1000)
  expect(response.writableEnded).toBe(true)
  const before = written.mock.calls.length
  expect(before).toBeGreaterThan(1)
  await vi.advanceTimersByTimeAsync(2000)
  expect(written.mock.calls.length).toBe(before)
  expect(failed).not.toHaveBeenCalled()
})
