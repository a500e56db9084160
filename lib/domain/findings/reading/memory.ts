import type { KubeObject } from '../../kube'
import type { FindingInput } from '../finding'

/** Remembers what was read from a list of a view, which hands out the same list until something in it changes. */
export function oncePerList<Read>(
  read: (list: readonly KubeObject[]) => Read,
): (list: readonly KubeObject[]) => Read {
  return remembered(read)
}

/** Remembers what was read for one service, so that several rules may ask for it. */
export function oncePerInput<Read>(read: (input: FindingInput) => Read): (input: FindingInput) => Read {
  return remembered(read)
}

function remembered<Key extends object, Read>(read: (key: Key) => Read): (key: Key) => Read {
  const known = new WeakMap<Key, { read: Read }>()
  return (key) => {
    let entry = known.get(key)
    if (entry === undefined) {
      entry = { read: read(key) }
      known.set(key, entry)
    }
    return entry.read
  }
}
