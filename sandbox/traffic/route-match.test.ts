import { expect, test } from 'vitest'
import type { HttpMatch } from './cluster-objects'
import { compileMatch } from './route-match'

const request = {
  user: 1,
  ip: '198.18.0.1',
  path: '/Images/logo.png',
  method: 'GET',
  headers: { 'x-user': 'developer', cookie: 'session=1; beta=true' },
  query: { preview: 'true' },
}
const caller = { namespace: 'shop', labels: { app: 'frontend' } }

test.each<[string, HttpMatch, boolean]>([
  ['exact header, any case of its name', { headers: { 'X-User': { exact: 'developer' } } }, true],
  ['other value', { headers: { 'x-user': { exact: 'admin' } } }, false],
  ['presence', { headers: { 'x-user': {} } }, true],
  ['presence of another', { headers: { 'x-other': {} } }, false],
  [
    'cookie by expression, matched as a whole',
    { headers: { cookie: { regex: '^(.*?;)?\\s*(beta=true)(;.*)?$' } } },
    true,
  ],
  ['part of a value is not the whole', { headers: { cookie: { regex: 'beta=true' } } }, false],
  [
    'an expression JavaScript cannot read matches nothing',
    { headers: { cookie: { regex: '(?P<x' } } },
    false,
  ],
  ['prefix', { uri: { prefix: '/Images' } }, true],
  ['prefix without case', { uri: { prefix: '/images' }, ignoreUriCase: true }, true],
  ['prefix with case', { uri: { prefix: '/images' } }, false],
  ['without header', { withoutHeaders: { 'x-user': {} } }, false],
  [
    'method and query together',
    { method: { exact: 'GET' }, queryParams: { preview: { exact: 'true' } } },
    true,
  ],
  ['all must hold', { method: { exact: 'POST' }, queryParams: { preview: { exact: 'true' } } }, false],
  ['source labels', { sourceLabels: { app: 'frontend' }, sourceNamespace: 'shop' }, true],
  ['gateway', { gateways: ['edge'] }, false],
  ['mesh', { gateways: ['mesh', 'edge'] }, true],
  ['authority', { authority: { prefix: 'media.' } }, true],
])('%s', (_name, match, expected) => {
  expect(compileMatch(match, 'shop', 'media.shop.svc.cluster.local')(request, caller, 'mesh')).toBe(expected)
})
