import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expandLink, linkPlaceholders } from './domain/links/link-template'
import { parseLinks } from './links-file'

const file = (url: string) => JSON.stringify({ links: [{ name: 'Tool', url }] })

describe('parseLinks', () => {
  it('reads YAML; a scope is everywhere by default', () => {
    const text = `
links:
  - name: Kiali
    url: https://kiali.example/console/namespaces/{namespace}/services/{service}?duration={window}
    scope: { namespace: shop }
`
    expect(parseLinks(text)).toEqual([
      {
        name: 'Kiali',
        url: 'https://kiali.example/console/namespaces/{namespace}/services/{service}?duration={window}',
        scope: { cluster: '*', namespace: 'shop', service: '*' },
      },
    ])
  })

  it.each([
    ['another scheme', 'javascript:alert(1)//{service}', 'http or https'],
    ['data', 'data:text/html,{service}', 'http or https'],
    ['a scheme in disguise', ' javascript:alert(1)', 'http or https'],
    ['a line end in the scheme', 'java\nscript:alert(1)', 'http or https'],
    ['no host', 'https:///x', 'http or https'],
    ['a scheme from a value', '{service}://x', 'http or https'],
    ['a host from a value', 'https://{cluster}.example/', 'behind the host'],
    ['an unknown place', 'https://x.example/{pod}', 'knows no {pod}'],
    ['an empty place', 'https://x.example/{}', 'knows no {}'],
    ['half a place', 'https://x.example/{service', 'brace'],
    ['a password', 'https://me:secret@x.example/', 'password'],
    ['a place before an at', 'https://x.example{service}@evil.example/', 'behind the host'],
    ['a backslash', 'https://x.example\\@evil.example/{', 'brace'],
  ])('refuses %s and says why', (_what, url, words) => {
    expect(() => parseLinks(file(url))).toThrow(words)
  })

  it('refuses what it does not know', () => {
    expect(() => parseLinks('links: [{ name: a, url: "https://x.example/", icon: b }]')).toThrow('links.0')
    expect(() => parseLinks('')).toThrow('not acceptable')
  })
})

it('takes every example of the guide', () => {
  const guide = readFileSync('docs/links.md', 'utf8')
  const urls = [...guide.matchAll(/^ *url: (.+)$/gm)].map(([, url = '']) => url)
  expect(urls.length).toBeGreaterThan(5)
  const values = Object.fromEntries(linkPlaceholders.map((name) => [name, 'v1']))
  for (const url of urls) {
    const [link] = parseLinks(JSON.stringify({ links: [{ name: 'Tool', url }] }))
    const address = new URL(expandLink(link?.url ?? '', values) ?? '')
    const panes = address.searchParams.get('panes')
    if (panes !== null) expect(() => JSON.parse(panes) as unknown).not.toThrow()
  }
})

describe('expandLink', () => {
  const template = 'https://x.example/a/{service}/b?q={namespace}&v={version}#{window}'
  const all = Object.fromEntries(linkPlaceholders.map((name) => [name, 'x']))

  it('has no address where a value is missing or would climb the path', () => {
    expect(expandLink(template, { ...all, service: 'cart' })).toBe('https://x.example/a/cart/b?q=x&v=x#x')
    expect(expandLink(template, { service: 'cart' })).toBeUndefined()
    expect(expandLink(template, { ...all, service: '..' })).toBeUndefined()
    expect(expandLink(template, { ...all, version: '' })).toBeUndefined()
  })

  it('never lets a value leave its part of the address, whatever it holds', () => {
    const nasty = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.constantFrom(
        '../../x',
        '%2e%2e',
        '//evil.example',
        '" onclick=x',
        "');alert(1)//",
        'a b',
        '{service}',
        '$&',
      ),
    )
    fc.assert(
      fc.property(nasty, nasty, (service, version) => {
        const link = expandLink(template, { ...all, service, version })
        if (link === undefined) return
        const url = new URL(link)
        const parts = url.pathname.split('/')
        const found = [url.origin, parts.length, decodeURIComponent(parts[2] ?? ''), [...url.searchParams]]
        expect(found).toEqual([
          'https://x.example',
          4,
          service,
          [
            ['q', 'x'],
            ['v', version],
          ],
        ])
        expect(/["'<>\s()]/.test(link)).toBe(false)
      }),
    )
  })
})
