import { expect, it } from 'vitest'
import { withSchemaDefaults } from './schema-defaults'

const reference = {
  type: 'object',
  properties: { name: { type: 'string' }, weight: { type: 'integer', default: 1 } },
}

it.each([
  ['a missing field', { name: 'a' }, { name: 'a', weight: 1 }],
  ['a field that is zero', { name: 'a', weight: 0 }, { name: 'a', weight: 0 }],
])('%s', (_name, value, expected) => {
  expect(withSchemaDefaults(reference, value)).toEqual(expected)
})

it('goes through lists, maps and the defaults themselves, and leaves the schema alone', () => {
  const schema = {
    properties: {
      refs: { items: reference, default: [{ name: 'first' }] },
      byName: { additionalProperties: reference },
    },
  }
  expect(withSchemaDefaults(schema, { byName: { a: {} } })).toEqual({
    refs: [{ name: 'first', weight: 1 }],
    byName: { a: { weight: 1 } },
  })
  expect(schema.properties.refs.default).toEqual([{ name: 'first' }])
})
