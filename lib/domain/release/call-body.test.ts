import { expect, it } from 'vitest'
import { sampleRelease } from '../../../e2e/support/sample-records'
import { callEvents } from './call'
import { callBody } from './call-body'

const url = 'https://aviary.example/releases/r-1'
const at = '2026-11-20T10:00:00.000Z'
const bodyOf = (...args: Parameters<typeof callBody>) =>
  JSON.parse(callBody(...args)) as Record<string, unknown>

it('tells Slack in one line, and programs in fields', () => {
  const release = sampleRelease({
    id: 'r-1',
    state: 'holding',
    verdict: { state: 'inconclusive', words: '40 more requests.' },
  })
  expect(bodyOf(release, 'holding', 'p99 > 300 ms & rising <now>', url, at)).toEqual({
    text: `*shop/cart* v1 → v2 holds. p99 &gt; 300 ms &amp; rising &lt;now&gt; <${url}|Open in Aviary>`,
    event: 'holding',
    release: { id: 'r-1', url },
    service: { cluster: 'prod', namespace: 'shop', name: 'cart' },
    from: 'v1',
    to: 'v2',
    state: 'holding',
    weight: 20,
    words: 'p99 > 300 ms & rising <now>',
    verdict: { state: 'inconclusive', words: '40 more requests.' },
    at,
  })
})

it('names the weight only while the release has one', () => {
  const weight = (state: 'promoted' | 'failed' | 'awaiting-approval') =>
    bodyOf(sampleRelease({ id: 'r-1', state }), 'promoted', '', url, at)['weight']
  expect(weight('promoted')).toBe(100)
  expect(weight('failed')).toBeUndefined()
  expect(weight('awaiting-approval')).toBeUndefined()
})

it.each(callEvents)('has a text of its own for %s', (event) => {
  const text = (each: typeof event) => bodyOf(sampleRelease({ id: 'r-1' }), each, 'Why.', url, at)['text']
  expect(callEvents.filter((each) => text(each) === text(event))).toEqual([event])
})
