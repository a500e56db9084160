import { describe, expect, it } from 'vitest'
import { CreateReleaseBody } from '@/lib/contracts/releases'
import {
  bodyOf,
  fieldProblems,
  formOf,
  searchOf,
  secondsOf,
  serviceOf,
  suggestedVersions,
} from './new-release-form'

const link = 'service=local/shop/checkout&from=v1&to=v2&preset=linear&step=25&bake=90s&minRequests=500'
const choice = (version: string, percent: number | null) => ({
  version,
  percent,
  routed: percent !== null,
  ready: 1,
})

describe('the address of the wizard', () => {
  it('fills every field from a link', () => {
    const form = formOf(new URLSearchParams(link))
    expect(form).toEqual({
      service: 'local/shop/checkout',
      from: 'v1',
      to: 'v2',
      step: '25',
      bake: '90s',
      minRequests: '500',
    })
    expect(formOf(new URLSearchParams(searchOf(form)))).toEqual(form)
  })
  it('has defaults', () => {
    expect(formOf(new URLSearchParams())).toMatchObject({ step: '20', bake: '5m', minRequests: '0' })
  })
})

describe('what is typed', () => {
  it.each([
    ['90s', 90],
    ['5m', 300],
    ['1h', 3600],
    ['5', null],
    ['-1s', null],
    ['1e3s', null],
    ['', null],
  ])('reads the duration %j', (text, seconds) => expect(secondsOf(text)).toBe(seconds))
  it.each(['0', '101', '0.5', 'NaN', '', '1e309', '-1'])('refuses the step %j', (step) => {
    expect(fieldProblems({ ...formOf(new URLSearchParams(link)), step })).toHaveProperty('step')
  })
  it('reads services', () => {
    expect(serviceOf('a/b/c')).toEqual({ cluster: 'a', namespace: 'b', name: 'c' })
    for (const text of ['', 'a/b', 'a//c', 'a/b/c/d']) expect(serviceOf(text)).toBeNull()
  })
})

describe('bodyOf', () => {
  const form = formOf(new URLSearchParams(link))
  it('is what the API takes', () => {
    expect(CreateReleaseBody.parse(bodyOf(form, ' tax fix '))).toMatchObject({
      plan: { preset: 'linear', step: 25, bake: 90, minRequests: 500 },
      reason: 'tax fix',
    })
    expect(bodyOf(form, ' ')).not.toHaveProperty('reason')
  })
  it('is nothing while something is missing or wrong', () => {
    expect(bodyOf({ ...form, to: '' }, '')).toBeNull()
    expect(bodyOf({ ...form, to: 'v1' }, '')).toBeNull()
    expect(bodyOf({ ...form, bake: 'soon' }, '')).toBeNull()
    expect(bodyOf({ ...form, service: 'checkout' }, '')).toBeNull()
  })
})

describe('suggestedVersions', () => {
  const choices = [choice('v9', 100), choice('v8', 0), choice('v10', null)]
  it('goes from the version with most traffic to the newest other one', () => {
    expect(suggestedVersions(choices, '')).toEqual({ from: 'v9', to: 'v10' })
    expect(suggestedVersions(choices, 'v10')).toEqual({ from: 'v10', to: 'v9' })
  })
  it('suggests nothing without a second version', () => {
    expect(suggestedVersions([choice('v1', 100)], '')).toEqual({ from: 'v1', to: '' })
    expect(suggestedVersions([], '')).toEqual({ from: '', to: '' })
  })
})
