import { describe, expect, it } from 'vitest'
import { parseView, writeView } from './view-state'

const parse = (text: string) => parseView(new URLSearchParams(text))

describe('the view in the address', () => {
  it('has defaults that leave the address clean', () => {
    const view = parse('')
    expect(view).toMatchObject({
      namespaces: [],
      window: '1m',
      level: 'versioned-app',
      as: 'graph',
      selected: null,
    })
    expect([...view.labels]).toEqual(['share', 'rate', 'errors'])
    expect(writeView(view, new URLSearchParams()).toString()).toBe('')
  })
  it('survives the way there and back', () => {
    const text =
      'cluster=eu&namespaces=pay%2Cshop&window=10m&level=service&labels=rate&selected=eu%2Fshop%2Fcheckout&focus=x&as=list'
    expect(writeView(parse(text), new URLSearchParams()).toString()).toBe(text)
  })
  it('can have no labels at all', () => {
    const none = writeView({ ...parse(''), labels: new Set() }, new URLSearchParams())
    expect(none.toString()).toBe('labels=none')
    expect(parseView(none).labels.size).toBe(0)
  })
  it('falls back on what it does not know, and keeps parameters of others', () => {
    const view = parse('window=2y&level=galaxy&as=3d')
    expect(view).toMatchObject({ window: '1m', level: 'versioned-app', as: 'graph' })
    expect(writeView(view, new URLSearchParams('at=2024&window=2y')).toString()).toBe('at=2024')
  })
})
