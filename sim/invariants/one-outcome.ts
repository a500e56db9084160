import type { Invariant } from './invariant'

/** In the end each intent has exactly one outcome; that it is not known yet may be said before, once. */
export const oneOutcome: Invariant = {
  name: 'one-outcome',
  watch: (_world, facts) => {
    const words = (id: string) => {
      const results = facts.outcomes.get(id) ?? []
      const known = results.filter((result) => result !== 'unknown')
      const unknown = results.length - known.length
      return { known, unknown, all: results.join(', ') }
    }
    return {
      onCommit: ({ audit }) => {
        for (const { kind, operation } of audit) {
          if (kind !== 'outcome' || operation === undefined) continue
          const { known, unknown, all } = words(operation)
          if (known.length > 1 || unknown > 1) return `operation ${operation} has the outcomes ${all}`
          if (!facts.intents.has(operation)) return `operation ${operation} has an outcome and no intent`
        }
        return undefined
      },
      atEnd: () => {
        for (const id of facts.intents.keys())
          if (words(id).known.length !== 1)
            return `operation ${id} has ${words(id).known.length} outcomes in the log (${words(id).all}), ${facts.operation(id)?.outcome ?? 'no row'} in its row`
        return undefined
      },
    }
  },
}
