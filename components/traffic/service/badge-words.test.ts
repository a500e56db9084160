import { expect, it } from 'vitest'
import { badgeLines } from './badge-words'

it('says what a constant or a bare number is about', () => {
  expect(
    badgeLines([
      { kind: 'load-balancer', words: 'LEAST_REQUEST' },
      { kind: 'load-balancer', words: 'v1, v2: RANDOM' },
      { kind: 'outlier-detection', words: 'ejected after 7 server errors in a row' },
      { kind: 'delegate', words: 'delegates to shop/media-images' },
    ]),
  ).toEqual([
    'Load balancing: least request',
    'Load balancing of v1, v2: random',
    'Outlier detection: ejected after 7 server errors in a row',
    'delegates to shop/media-images',
  ])
})

it('leaves sentences alone, and out what the rules say themselves', () => {
  expect(
    badgeLines([
      { kind: 'load-balancer', words: 'TraefikService shop/a is not there; Traefik drops the whole rule.' },
      { kind: 'priority', words: 'Host(`a`): Priority 10' },
      { kind: 'sticky', words: 'Sticky by cookie badge.' },
    ]),
  ).toEqual(['TraefikService shop/a is not there; Traefik drops the whole rule.'])
})
