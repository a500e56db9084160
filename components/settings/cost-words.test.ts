import { expect, test } from 'vitest'
import { budgetWords, formatBytes, formatMs, partWords } from './cost-words'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1234, '1.2 kB'],
  [32_000_000, '32 MB'],
])('%d bytes', (bytes, text) => {
  expect(formatBytes(bytes).replace('\u202f', ' ')).toBe(text)
})

test.each([
  [3.21, '3.2 ms'],
  [1400, '1.4 s'],
])('%d milliseconds', (ms, text) => {
  expect(formatMs(ms).replace('\u202f', ' ')).toBe(text)
})

test('parts have words; an operator’s source has its name', () => {
  expect(partWords('tcp-sent')).toBe('Istio: TCP sent')
  expect(partWords('linkerd')).toBe('linkerd')
})

test('a tick over its budget is said', () => {
  expect(budgetWords(12, 12)).toEqual({ words: '12 of at most 12', over: false })
  expect(budgetWords(13, 12).over).toBe(true)
})
