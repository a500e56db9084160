import { call } from './target'

/** How often the engine has looked at all releases since Aviary began, by its own metrics. */
export async function engineTicks(): Promise<number> {
  const { body } = await call<string>('viewer', 'GET', '/metrics')
  const [, ticks] = /^aviary_engine_ticks_total\{result="done"\} (\d+)$/m.exec(body) ?? []
  if (ticks === undefined) throw new Error('Aviary does not tell how often its engine ticked')
  return Number(ticks)
}
