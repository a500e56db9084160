import { describe, expect, it } from 'vitest'
import { isOpen, navItems } from './nav-items'

const open = (pathname: string) => navItems.filter((item) => isOpen(item, pathname)).map(({ href }) => href)

describe('isOpen', () => {
  it.each([
    ['/', ['/']],
    ['/releases', ['/releases']],
    ['/releases/new', ['/releases']],
    ['/rollouts/eu~deployment~shop~cart', ['/releases']],
    ['/rolloutsandmore', []],
  ])('%s', (pathname, hrefs) => {
    expect(open(pathname)).toEqual(hrefs)
  })
})
