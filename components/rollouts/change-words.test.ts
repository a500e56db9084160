import { describe, expect, it } from 'vitest'
import { changedImages, imageWords, shortImage, sideNames } from './change-words'

const side = (version: string, images: string[], revision?: string) => ({
  version,
  images,
  ...(revision === undefined ? {} : { revision }),
})

describe('shortImage', () => {
  it.each([
    ['poster', 'poster'],
    ['registry.example:5000/kiosk/poster:2.0.0', 'poster:2.0.0'],
    ['registry.example:5000/kiosk/poster', 'poster'],
    ['kiosk/poster:2.0.0@sha256:0123456789abcdef', 'poster:2.0.0'],
    ['kiosk/poster@sha256:0123456789abcdef', 'poster@01234567'],
  ])('%s', (image, short) => {
    expect(shortImage(image)).toBe(short)
  })
})

describe('what changes', () => {
  it('is named by versions, with the images that only one side has below', () => {
    const change = {
      from: side('v1', ['shop/cart:1', 'istio/proxy:1']),
      to: side('v2', ['shop/cart:2', 'istio/proxy:1']),
    }
    expect(sideNames(change)).toEqual({ from: 'v1', to: 'v2' })
    expect(changedImages(change)).toEqual([['cart:1'], ['cart:2']])
    expect(imageWords(change)).toBe('cart:1 → cart:2')
  })
  it('is named by images where both sides carry the same version, and not said twice', () => {
    const change = { from: side('v1', ['shop/cart:1'], '3'), to: side('v1', ['shop/cart:2'], '4') }
    expect(sideNames(change)).toEqual({ from: '1', to: '2' })
    expect(imageWords(change)).toBe('')
    const proxy = 'istio/proxy:1'
    const beside = { from: side('v1', ['shop/cart:1', proxy]), to: side('v1', ['shop/cart:2', proxy]) }
    expect(sideNames(beside)).toEqual({ from: 'cart:1', to: 'cart:2' })
    expect(imageWords(beside)).toBe('')
  })
  it('is named by whole images where another one takes the place, or digests have no tag', () => {
    const other = { from: side('v1', ['shop/cart:1']), to: side('v1', ['shop/basket:1']) }
    expect(sideNames(other)).toEqual({ from: 'cart:1', to: 'basket:1' })
    const digests = { from: side('', ['cart@sha256:0123456789']), to: side('', ['cart@sha256:9876543210']) }
    expect(sideNames(digests)).toEqual({ from: 'cart@01234567', to: 'cart@98765432' })
  })
  it('is named by revisions where only other settings change', () => {
    const change = { from: side('v1', ['shop/cart:1'], '3'), to: side('v1', ['shop/cart:1'], '4') }
    expect(sideNames(change)).toEqual({ from: 'revision 3', to: 'revision 4' })
    expect(imageWords(change)).toBe('same images, other settings')
  })
  it('has no better names without any of them', () => {
    expect(sideNames({ from: side('', []), to: side('', []) })).toEqual({ from: 'before', to: 'new' })
  })
  it('is a first start where nothing was before', () => {
    const change = { from: null, to: side('v1', ['shop/cart:1']) }
    expect(sideNames(change)).toEqual({ from: 'nothing', to: 'v1' })
    expect(imageWords(change)).toBe('cart:1')
  })
  it('says a container that comes or goes', () => {
    const [one, two] = [side('v1', ['shop/cart:1']), side('v2', ['shop/cart:1', 'shop/log:1'])]
    expect(imageWords({ from: one, to: two })).toBe('log:1')
    expect(imageWords({ from: two, to: one })).toBe('log:1 → none')
  })
})
