import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { textAt } from './json'
import { jsonPatch, reviews, routes, strangerToken, TestCluster } from './test-cluster'

let cluster: TestCluster
beforeEach(async () => {
  cluster = await TestCluster.start()
})
afterEach(() => cluster.stop())

describe('/metrics', () => {
  const count = (text: string, labels: string) =>
    Number(new RegExp(`^apiserver_request_total\\{${labels}\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)

  it('counts requests as kube-apiserver does, dry runs apart', async () => {
    await cluster.call('POST', routes, { body: reviews() })
    await cluster.call('GET', `${routes}/reviews`)
    await cluster.call('GET', routes)
    const change = [{ op: 'replace', path: '/spec/http/0/route/0/weight', value: 80 }]
    await cluster.call('PATCH', `${routes}/reviews?dryRun=All`, { type: jsonPatch, body: change })
    const { body } = await cluster.call('GET', '/metrics')
    const text = textAt(body, 'text') ?? ''
    const of = (verb: string, dryRun = '') =>
      count(
        text,
        `verb="${verb}",group="networking.istio.io",version="v1",resource="virtualservices",subresource="",dry_run="${dryRun}"`,
      )
    expect([of('POST'), of('GET'), of('LIST'), of('PATCH'), of('PATCH', 'All')]).toEqual([1, 1, 1, 0, 1])
  })

  it('is not for strangers', async () => {
    expect((await cluster.call('GET', '/metrics', { token: strangerToken })).code).toBe(403)
  })
})
