import { expect, test } from 'vitest'
import { dueTimers } from './due-timers'
import { HandClock } from './live-tabs.fixture'

test('what the browser held back is done once, at the next occasion', async () => {
  const clock = new HandClock()
  const timers = dueTimers(clock)
  const done: string[] = []
  timers.after(100, () => done.push('early'))
  timers.after(900, () => done.push('late'))
  timers.after(100, () => done.push('never'))()
  await clock.pass(500, true)
  expect(done).toEqual([])
  timers.catchUp()
  expect(done).toEqual(['early'])
  await clock.pass(1_000)
  expect(done).toEqual(['early', 'late'])
})

test('what is cleared is never done', async () => {
  const clock = new HandClock()
  const timers = dueTimers(clock)
  const done: string[] = []
  timers.after(100, () => done.push('no'))
  timers.clear()
  await clock.pass(1_000)
  timers.catchUp()
  expect(done).toEqual([])
})
