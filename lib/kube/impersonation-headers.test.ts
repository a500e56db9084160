import { expect, it } from 'vitest'
import { impersonationHeaders } from './impersonation-headers'

const as = { user: 'aviary:manager', group: 'aviary:virtual' }

it('names user and group, and escapes the keys of extras as the API server takes them', () => {
  expect(impersonationHeaders({ ...as, extra: { 'aviary.dev/name': 'Max' } })).toEqual({
    'impersonate-user': 'aviary:manager',
    'impersonate-group': 'aviary:virtual',
    'impersonate-extra-aviary.dev%2fname': 'Max',
  })
})

it.each([
  ['https://id.example/realms/a b', 'https://id.example/realms/a b'],
  ['Jörg\r\nImpersonate-User: admin', 'J%C3%B6rg%0D%0AImpersonate-User: admin'],
  ['100 %', '100 %25'],
  ['\u{1f642}\ud800', '%F0%9F%99%82%EF%BF%BD'],
])('keeps the value %j to printable ASCII', (value, sent) => {
  const headers = impersonationHeaders({ ...as, extra: { 'aviary.dev/name': value } })
  expect(headers['impersonate-extra-aviary.dev%2fname']).toBe(sent)
  expect(decodeURIComponent(sent)).toBe(value.replace('\ud800', '\ufffd'))
})

it('leaves empty extras out', () => {
  expect(Object.keys(impersonationHeaders({ ...as, extra: { 'aviary.dev/name': '' } }))).toHaveLength(2)
})
