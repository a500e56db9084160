import { describe, expect, it } from 'vitest'
import { lastWriterOf } from './last-writer'

const time = '2030-01-01T00:00:00Z'
const entry = (manager: string, spec: Record<string, unknown>, at = time) => ({
  manager,
  time: at,
  fieldsV1: { 'f:spec': spec },
})

describe('lastWriterOf', () => {
  it('takes the owner of the routing list among writes of one second, wherever it stands', () => {
    const aviary = entry('aviary', { 'f:http': {} })
    const kubectl = entry('kubectl-create', { 'f:hosts': {} })
    expect(lastWriterOf([aviary, kubectl])).toEqual({ manager: 'aviary', time })
    expect(lastWriterOf([kubectl, aviary])).toEqual({ manager: 'aviary', time })
  })

  it('takes the latest otherwise, and never a status writer', () => {
    const status = {
      manager: 'controller',
      time: '2031-01-01T00:00:00Z',
      subresource: 'status',
      fieldsV1: {},
    }
    const later = entry('kubectl-edit', { 'f:hosts': {} }, '2030-01-01T00:00:01Z')
    expect(lastWriterOf([entry('aviary', { 'f:http': {} }), later, status])?.manager).toBe('kubectl-edit')
    expect(lastWriterOf(undefined)).toBeUndefined()
  })
})
