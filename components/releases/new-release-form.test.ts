import { describe, expect, it } from 'vitest'
import { CreateReleaseBody } from '@/lib/contracts/releases'
import { bodyOf, formOf, searchOf, secondsOf, serviceOf, suggestedVersions } from './new-release-form'
import { planProblems } from './plan-body'

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
    expect(form).toMatchObject({
      strategy: 'linear',
      service: 'local/shop/checkout',
      from: 'v1',
      to: 'v2',
      step: '25',
      bake: '90s',
      minRequests: '500',
    })
    expect(formOf(new URLSearchParams(searchOf(form)))).toEqual(form)
  })
  it('carries everything that can be filled in, and gives it back', () => {
    const search = new URLSearchParams(link)
    search.set('preset', 'dark-launch')
    search.append('when', 'header:x-user=developer')
    search.append('when', 'cookie:beta')
    search.append('check', '{"kind":"latency","thresholdMs":250}')
    for (const [name, value] of [
      ['timeout', '10m'],
      ['baseline', 'v1b'],
      ['approvals', '2'],
      ['onInconclusive', 'wait'],
    ] as const)
      search.set(name, value)
    const form = formOf(search)
    expect(formOf(new URLSearchParams(searchOf(form)))).toEqual(form)
    expect(CreateReleaseBody.parse(bodyOf(form, '')).plan).toMatchObject({
      preset: 'dark-launch',
      when: [
        { kind: 'header', name: 'x-user', value: 'developer' },
        { kind: 'cookie', op: 'present' },
      ],
      checks: [{ kind: 'latency', thresholdMs: 250 }],
      timeout: 600,
      baseline: 'v1b',
      approvals: { count: 2, expires: 86_400 },
      onInconclusive: 'wait',
    })
  })
  it('says that nothing is judged', () => {
    const form = formOf(new URLSearchParams(`${link}&check=none`))
    expect(form.checks).toEqual([])
    expect(formOf(new URLSearchParams(searchOf(form))).checks).toEqual([])
    expect(bodyOf(form, '')?.plan).toMatchObject({ checks: [] })
  })
  it('takes a template or own steps instead of a preset', () => {
    const what = 'service=local/shop/checkout&from=v1&to=v2'
    expect(bodyOf(formOf(new URLSearchParams(`${what}&template=slow&templateVersion=3`)), '')?.plan).toEqual({
      template: 'slow',
      version: 3,
    })
    const steps = '{"steps":[{"kind":"weight","weight":100}]}'
    const own = formOf(
      new URLSearchParams({ service: 'local/shop/checkout', from: 'v1', to: 'v2', plan: steps }),
    )
    expect(own.strategy).toBe('own')
    expect(bodyOf(own, '')?.plan).toEqual(JSON.parse(steps))
  })
  it('keeps the reason', () => {
    expect(new URLSearchParams(searchOf(formOf(new URLSearchParams(link)), ' tax ')).get('reason')).toBe(
      'tax',
    )
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
    expect(planProblems({ ...formOf(new URLSearchParams(link)), step })).toHaveProperty('step')
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
