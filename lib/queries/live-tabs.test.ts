import { describe, expect, test } from 'vitest'
import { FakeBrowser, settled } from './live-tabs.fixture'
import type { TabView } from './live-views'

const view = (key: string, since?: string): TabView => ({ key, view: { namespaces: key }, since })
const keysOf = (views: readonly { key: string }[]) => views.map(({ key }) => key)
const delta = (revision: string) => ({ view: 0, delta: { revision } })

async function eight() {
  const browser = new FakeBrowser()
  const tabs = []
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    tabs.push(await browser.tab(name))
    await browser.clock.pass(100)
  }
  const [first] = browser.open()
  if (first === undefined) throw new Error('no stream was opened')
  first.handlers.onState('live')
  return { browser, tabs, first }
}

describe('one stream for all tabs', () => {
  test('the first tab opens it, and every tab hears of each frame once', async () => {
    const { browser, tabs, first } = await eight()
    expect(browser.streams).toHaveLength(1)
    expect(first.tab).toBe('a')
    first.handlers.onFrame('operation', { id: 'op-1' }, '7')
    first.handlers.onStale('Prometheus is away')
    for (const tab of tabs) {
      expect(tab.state).toBe('live')
      expect(tab.told).toEqual(['operation {"id":"op-1"}', 'stale Prometheus is away'])
    }
  })

  test('a tab that comes later learns the state at once', async () => {
    const { browser, first } = await eight()
    first.handlers.onState('polling')
    expect((await browser.tab('late')).state).toBe('polling')
  })

  test('when the leader closes, another goes on after the last frame, and nobody is told of an interruption', async () => {
    const { browser, tabs, first } = await eight()
    first.handlers.onFrame('release', {}, '41')
    tabs[0]?.live.leave()
    await settled()
    const [next, ...more] = browser.open()
    expect(more).toEqual([])
    expect(next).toMatchObject({ tab: 'b', address: { after: '41' } })
    expect(tabs.slice(1).map(({ state }) => state)).toEqual(Array(7).fill('live'))
  })

  test('a tab that has heard no frame goes on after the last one that the leader knew', async () => {
    const browser = new FakeBrowser()
    const old = await browser.tab('old')
    browser.open()[0]?.handlers.onFrame('delta', {}, '5')
    await browser.tab('young')
    old.live.leave()
    await settled()
    expect(browser.open()).toMatchObject([{ tab: 'young', address: { after: '5' } }])
  })

  test('a frozen leader loses its place to a tab that is looked at, and follows once it wakes up', async () => {
    const { browser, tabs, first } = await eight()
    browser.frozen.add('a')
    for (const name of ['b', 'c']) browser.hidden.add(name)
    await browser.clock.pass(20_000)
    const [next] = browser.open().filter(({ tab }) => tab !== 'a')
    expect(['d', 'e', 'f', 'g', 'h']).toContain(next?.tab)
    browser.frozen.delete('a')
    await browser.clock.pass(5_000)
    expect(first.open).toBe(false)
    expect(browser.open()).toHaveLength(1)
    const woken = tabs[0]
    if (woken === undefined) throw new Error('there is no first tab')
    woken.told.length = 0
    browser.open()[0]?.handlers.onFrame('delta', {}, '9')
    expect(woken.told).toEqual(['delta {}'])
  })

  test('a quiet leader that answers keeps its place', async () => {
    const { browser, first } = await eight()
    await browser.clock.pass(120_000)
    expect(browser.streams).toEqual([first])
  })

  test('nobody takes the lead from a silent leader while no tab is looked at, nor the moment one is', async () => {
    const { browser, tabs } = await eight()
    for (const { name } of tabs) browser.hidden.add(name)
    browser.frozen.add('a')
    await browser.clock.pass(60_000)
    expect(browser.streams).toHaveLength(1)
    browser.hidden.delete('c')
    tabs[2]?.live.seen()
    await browser.clock.pass(3_000)
    expect(browser.streams).toHaveLength(1)
    await browser.clock.pass(10_000)
    expect(browser.open().map(({ tab }) => tab)).toContain('c')
  })

  test('the end of the session is told to all, and closes the stream', async () => {
    const { browser, tabs } = await eight()
    tabs[3]?.live.end()
    await settled()
    expect(browser.open()).toEqual([])
    for (const tab of tabs.filter(({ name }) => name !== 'd')) expect(tab.told).toEqual(['ended'])
    expect(tabs[3]?.told).toEqual([])
  })
})

describe('the graphs that tabs show', () => {
  test('the stream is opened anew with all of them, once for changes that come together', async () => {
    const { browser, tabs, first } = await eight()
    first.handlers.onFrame('delta', {}, '3')
    tabs[4]?.live.show([view('shop', 'r1')])
    tabs[6]?.live.show([view('market')])
    tabs[7]?.live.show([view('shop')])
    expect(browser.streams).toHaveLength(1)
    await browser.clock.pass(300)
    expect(browser.streams).toHaveLength(2)
    const [now] = browser.open()
    expect(now?.address).toMatchObject({ after: '3', views: [view('shop', 'r1'), view('market')] })
    for (const tab of tabs) expect(tab.followed).toEqual(['shop', 'market'])
  })

  test('another tab with the same graph changes nothing', async () => {
    const { browser, tabs } = await eight()
    tabs[1]?.live.show([view('shop', 'r1')])
    await browser.clock.pass(300)
    tabs[2]?.live.show([view('shop', 'r2')])
    await browser.clock.pass(300)
    expect(browser.streams).toHaveLength(2)
  })

  test('a next leader asks for the graphs since what was told last', async () => {
    const { browser, tabs } = await eight()
    tabs[1]?.live.show([view('shop', 'r1')])
    await browser.clock.pass(300)
    browser.open()[0]?.handlers.onGraph('shop', delta('r2'))
    expect(tabs[1]?.told).toEqual(['graph shop'])
    tabs[0]?.live.leave()
    await settled()
    expect(browser.open()).toMatchObject([{ tab: 'b', address: { views: [view('shop', 'r2')] } }])
  })

  test('what is no longer shown is no longer followed, and begins anew with what the tab has', async () => {
    const { browser, tabs } = await eight()
    tabs[1]?.live.show([view('shop', 'r1')])
    await browser.clock.pass(300)
    browser.open()[0]?.handlers.onGraph('shop', delta('r2'))
    tabs[1]?.live.show([])
    await browser.clock.pass(300)
    expect(browser.open()).toMatchObject([{ address: { views: [] } }])
    tabs[1]?.live.show([view('shop', 'r7')])
    await browser.clock.pass(300)
    expect(browser.open()).toMatchObject([{ address: { views: [view('shop', 'r7')] } }])
  })

  test('while the stream is down, nothing is followed', async () => {
    const { browser, tabs } = await eight()
    tabs[1]?.live.show([view('shop')])
    await browser.clock.pass(300)
    browser.open()[0]?.handlers.onState('polling')
    expect(tabs[1]?.followed).toEqual([])
    browser.open()[0]?.handlers.onState('live')
    expect(tabs[1]?.followed).toEqual(['shop'])
  })

  test('a ninth finds no room until one of the eight is gone', async () => {
    const { browser, tabs } = await eight()
    for (const [index, tab] of tabs.entries()) tab.live.show([view(`of-${index}`)])
    const late = await browser.tab('late')
    late.live.show([view('ninth')])
    await browser.clock.pass(300)
    expect(keysOf(browser.open()[0]?.address.views ?? [])).not.toContain('ninth')
    expect(late.followed).toHaveLength(8)
    tabs[5]?.live.leave()
    await browser.clock.pass(300)
    expect(keysOf(browser.open()[0]?.address.views ?? [])).toContain('ninth')
  })

  test('a tab that died without a word is forgotten', async () => {
    const { browser, tabs } = await eight()
    tabs[5]?.live.show([view('shop')])
    await browser.clock.pass(300)
    browser.frozen.add('f')
    await browser.clock.pass(200_000)
    expect(browser.open()).toMatchObject([{ address: { views: [] } }])
  })

  test('a leader whose timers are held back follows a new graph at the next message', async () => {
    const { browser, tabs } = await eight()
    tabs[2]?.live.show([view('shop')])
    await browser.clock.pass(1_000, true)
    expect(browser.streams).toHaveLength(1)
    tabs[2]?.live.seen()
    await settled()
    expect(browser.open()).toMatchObject([{ tab: 'a', address: { views: [view('shop')] } }])
  })
})
