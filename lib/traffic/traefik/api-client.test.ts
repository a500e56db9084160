import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTraefikApi, type TraefikApi } from './api-client'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function traefik(
  pages: readonly unknown[][],
  status = 200,
): Promise<{ api: TraefikApi; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://traefik')
    asked.push(url.pathname)
    const page = Number(url.searchParams.get('page'))
    response.writeHead(status, { 'x-next-page': String(page < pages.length ? page + 1 : 1) })
    response.end(JSON.stringify(pages[page - 1] ?? []))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const api = createTraefikApi({ url: `http://127.0.0.1:${port}/` })
  stops.push(
    () => api.close(),
    () => new Promise((resolve) => server.close(resolve)),
  )
  return { api, asked }
}

describe("Traefik's API", () => {
  it('is read page by page, and not again while the answer is fresh', async () => {
    const { api, asked } = await traefik([[{ name: 'a' }], [{ name: 'b' }, 'odd']])
    expect(api.routers()).toBeUndefined()
    await vi.waitFor(() => expect(api.routers()).toEqual([{ name: 'a' }, { name: 'b' }]))
    expect(asked).toEqual(['/api/http/routers', '/api/http/routers'])
    expect(api.health()).toEqual({ ok: true })
  })

  it('says what is wrong, and knows nothing then', async () => {
    const { api } = await traefik([[]], 500)
    api.routers()
    await vi.waitFor(() => expect(api.health()).toEqual({ ok: false, detail: "Traefik's API answered 500." }))
    expect(api.routers()).toBeUndefined()
  })
})
