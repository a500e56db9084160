import { readFile } from 'node:fs/promises'
import { isObject, listAt, numberAt, textAt } from './json'
import { groupVersion, kinds } from './kinds'
import type { KubeObject } from './objects'
import { writePrivateFile } from './private-file'
import { entryJson, Store } from './store'

const saveAfterMs = 1000
// Revisions given out but not saved before a crash must not be given out again.
const revisionGap = 10_000

function isStored(value: unknown): value is KubeObject {
  return isObject(value) && textAt(value, 'metadata', 'name') !== undefined
}

/** Reads a saved store; an empty one when there is no file yet. */
export async function loadStore(file: string): Promise<Store> {
  const saved: unknown = await readFile(file, 'utf8').then(
    (text): unknown => JSON.parse(text),
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    },
  )
  if (saved === undefined) return new Store()
  const store = new Store((numberAt(saved, 'revision') ?? 0) + revisionGap)
  for (const object of listAt(saved, 'objects').filter(isStored)) {
    const kind = kinds.find(
      (each) => each.kind === object.kind && groupVersion(each.group, each.storage) === object.apiVersion,
    )
    if (kind !== undefined) store.load(kind, object)
  }
  return store
}

function storeJson(store: Store): string {
  const objects = kinds.flatMap((kind) =>
    [...store.each(kind)].map((entry) => entryJson(entry, kind.storage)),
  )
  return `{"revision":${store.revision},"objects":[\n${objects.join(',\n')}\n]}\n`
}

/** Saves the store a second after a change; `close` saves once more and throws when that fails. */
export function keepSaved(store: Store, file: string): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  const save = async (): Promise<void> => {
    timer = undefined
    try {
      await writePrivateFile(file, storeJson(store))
    } catch (error) {
      console.error('the sandbox could not save its cluster state; it tries again at the next change:', error)
    }
  }
  const unsubscribe = store.subscribe(() => {
    timer ??= setTimeout(() => {
      writing = writing.then(save)
    }, saveAfterMs)
  })
  return {
    close: async () => {
      unsubscribe()
      clearTimeout(timer)
      await writing
      await writePrivateFile(file, storeJson(store))
    },
  }
}
