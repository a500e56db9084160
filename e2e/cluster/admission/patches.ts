import type { JsonPatchOp } from '@/lib/domain/kube'

type Patch = readonly (JsonPatchOp | { op: 'move'; from: string; path: string })[]

/** What is tried on somebody else's object `web` (objects.ts), in words, and what is said to it. */
export type Refused = readonly [words: string, patch: Patch, message: RegExp]
/** What Aviary must be able to do. */
export type Allowed = readonly [words: string, patch: Patch]

export const add = (path: string, value: unknown): Patch => [{ op: 'add', path, value }]
export const replace = (path: string, value: unknown): Patch => [{ op: 'replace', path, value }]
export const remove = (path: string): Patch => [{ op: 'remove', path }]
export const move = (from: string, path: string): Patch => [{ op: 'move', from, path }]

/** Notes a match move's rules as Aviary does, whatever the data plane keeps of them. */
export const noted = (note: string): Patch => add('/metadata/annotations/aviary.dev~1matches', note)

const owner = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'x',
  uid: '7f1f5f0e-3f0a-4a4e-9a52-000000000000',
}
const message = /no metadata but annotations/

/** Of every kind. */
export const metadata: readonly Refused[] = [
  ['an owner', add('/metadata/ownerReferences', [owner]), message],
  ['a finalizer', add('/metadata/finalizers', ['x.example/f']), message],
  ['its own label', add('/metadata/labels', { 'app.kubernetes.io/managed-by': 'aviary' }), message],
  ['an annotation', add('/metadata/annotations', { 'x.example/a': 'b' }), message],
]
