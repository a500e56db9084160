import type { OperationDto } from '@/lib/contracts/moves'
import { patchLines } from './split-bar/patch-lines'

/** The changes of a patch, line by line: path, old value, new value. */
export function PatchView({ diff }: { diff: OperationDto['diff'] }) {
  const lines = patchLines(diff)
  const objects = new Set(lines.map(({ object }) => object))
  if (lines.length === 0) return <p className="text-xs text-muted">Nothing in the route would change.</p>
  return (
    <ul
      aria-label="The patch"
      className="max-h-56 overflow-auto rounded-md bg-bg px-3 py-2 font-mono text-xs leading-5 text-muted"
      tabIndex={0}
    >
      {lines.map(({ object, path, before, after }, index) => (
        <li key={`${object} ${path} ${index}`} className="break-all">
          {objects.size > 1 && <span>{object} </span>}
          {path} {before !== undefined && <del className="text-failing no-underline">{before}</del>}
          {before !== undefined && after !== undefined && ' → '}
          {after !== undefined && <ins className="text-ok no-underline">{after}</ins>}
          {after === undefined && <span className="text-failing"> removed</span>}
        </li>
      ))}
    </ul>
  )
}
