import type { OperationDto } from '@/lib/contracts/moves'

export interface PatchLine {
  /** Kind and name of the object, once for each group of lines. */
  object: string
  /** `spec.http[0].route[1].weight`. */
  path: string
  before?: string
  after?: string
  /** `after` before it became text, where it is a list or an object. */
  whole?: object
}

type Diff = OperationDto['diff']

/** The changes of a patch, without its tests and without Aviary's own marks in the metadata. */
export function patchLines(diff: Diff): PatchLine[] {
  return diff.flatMap(({ object, patch }) => {
    const tested = new Map(patch.filter(({ op }) => op === 'test').map(({ path, value }) => [path, value]))
    return patch.flatMap(({ op, path, value }): PatchLine[] => {
      if (op === 'test' || path.startsWith('/metadata')) return []
      const before = tested.has(path) ? { before: textOf(tested.get(path)) } : {}
      return [
        {
          object: `${object.kind} ${object.name}`,
          path: readablePath(path),
          ...(op === 'add' ? {} : before),
          ...(op === 'remove' ? {} : { after: textOf(value) }),
          ...(op !== 'remove' && typeof value === 'object' && value !== null ? { whole: value } : {}),
        },
      ]
    })
  })
}

/** A JSON pointer (RFC 6901) as people write paths. */
export function readablePath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, token) => {
      if (/^(\d+|-)$/.test(token)) return `${path}[${token}]`
      return path === '' ? token : `${path}.${token}`
    }, '')
}

const LONGEST = 160

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
