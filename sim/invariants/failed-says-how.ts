import type { Invariant } from './invariant'

/** A failed release tells what somebody has to do by hand. */
export const failedSaysHow: Invariant = {
  name: 'failed-says-how',
  watch: () => ({
    onTransition: ({ after }) => {
      const words = after.log.at(-1)?.words ?? ''
      return after.state === 'failed' && !/by hand|kubectl/i.test(words)
        ? `failed with the words: ${words}`
        : undefined
    },
  }),
}
