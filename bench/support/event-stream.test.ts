import { expect, it } from 'vitest'
import { parseEvent } from './event-stream'

it('reads a frame and passes over comments', () => {
  expect(parseEvent('id: 7\nevent: delta\ndata: {"name":"cart: the first"}')).toEqual({
    event: 'delta',
    data: { name: 'cart: the first' },
  })
  expect(parseEvent(': keep-alive')).toBeUndefined()
})
