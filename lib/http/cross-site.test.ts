import { describe, expect, it } from 'vitest'
import { refuseCrossSite } from './cross-site'

const app = 'https://aviary.example.com'
const check = (headers: Record<string, string>) => () => refuseCrossSite(new Headers(headers), app)

describe('refuseCrossSite', () => {
  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: app },
  ])('accepts %j', (headers) => {
    expect(check(headers)).not.toThrow()
  })
  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: app },
    { origin: 'https://evil.example.com' },
    { origin: 'null' },
    { origin: 'http://aviary.example.com' },
  ])('refuses %j', (headers) => {
    expect(check(headers)).toThrow(expect.objectContaining({ code: 'cross-site' }) as Error)
  })
})
