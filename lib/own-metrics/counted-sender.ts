import type { CallSender } from '../domain/ports'
import type { Meters } from './meters'

/** A sender whose tries are counted: `delivered`, `refused` by the status, or `failed` without one. */
export function countedSender<S extends CallSender>(sender: S, meters: Pick<Meters, 'called'>): S {
  return {
    ...sender,
    send: async (call, at) => {
      const result = await sender.send(call, at)
      const { status } = result
      const delivered = status !== undefined && status >= 200 && status < 300
      meters.called(delivered ? 'delivered' : status === undefined ? 'failed' : 'refused')
      return result
    },
  }
}
