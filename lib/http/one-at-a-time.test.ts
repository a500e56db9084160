import { expect, it } from 'vitest'
import { OneAtATime } from './one-at-a-time'

it('shares what is being asked, and asks anew once it was answered, whether well or not', async () => {
  const asked: { key: string; resolve: (value: string) => void; reject: (error: Error) => void }[] = []
  const lookups = new OneAtATime<string>()
  const ask = (key: string) =>
    lookups.ask(key, () => new Promise((resolve, reject) => asked.push({ key, resolve, reject })))

  const first = [ask('a'), ask('a'), ask('b')]
  expect(asked.map(({ key }) => key)).toEqual(['a', 'b'])
  for (const { key, resolve } of asked) resolve(`viewer ${key}`)
  expect(await Promise.all(first)).toEqual(['viewer a', 'viewer a', 'viewer b'])

  const second = [ask('a'), ask('a')]
  asked.at(-1)?.reject(new Error('gone'))
  for (const each of second) await expect(each).rejects.toThrow('gone')
  const third = ask('a')
  asked.at(-1)?.resolve('again')
  expect([await third, asked.length]).toEqual(['again', 4])
})
