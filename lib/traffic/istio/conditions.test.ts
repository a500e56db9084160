import { describe, expect, it } from 'vitest'
import { conditionsOf } from './conditions'

describe('conditionsOf', () => {
  it('reads every field that Aviary knows', () => {
    expect(
      conditionsOf({
        name: 'x',
        uri: { prefix: '/api' },
        method: { exact: 'GET' },
        authority: { regex: '.*' },
        headers: { 'x-user': { exact: 'dev' }, 'x-any': {} },
        withoutHeaders: { 'x-bot': {} },
        queryParams: { beta: { exact: '1' } },
        port: 80,
        sourceLabels: { app: 'web' },
        sourceNamespace: 'shop',
        gateways: ['mesh', 'gw'],
      }),
    ).toEqual([
      { kind: 'path', op: 'prefix', value: '/api' },
      { kind: 'method', op: 'exact', value: 'GET' },
      { kind: 'host', op: 'regex', value: '.*' },
      { kind: 'header', name: 'x-user', op: 'exact', value: 'dev' },
      { kind: 'header', name: 'x-any', op: 'present' },
      { kind: 'header', name: 'x-bot', op: 'absent' },
      { kind: 'query', name: 'beta', op: 'exact', value: '1' },
      { kind: 'port', op: 'exact', value: '80' },
      { kind: 'source', name: 'app', op: 'exact', value: 'web' },
      { kind: 'source', name: 'namespace', op: 'exact', value: 'shop' },
      { kind: 'gateway', op: 'exact', value: 'mesh, gw' },
    ])
  })

  it('shows what it does not know, and survives wrong shapes', () => {
    expect(conditionsOf({ futureField: { a: 1 }, uri: 'no object', headers: [] })).toEqual([
      { kind: 'other', name: 'futureField', op: 'exact', value: '{"a":1}' },
    ])
    expect(conditionsOf(null)).toEqual([])
  })
})
