import type { PatchLine } from '@/components/traffic/split-bar/patch-lines'

/** The lines of a patch: what goes, with a minus, and what comes, with a plus. */
export function Patch({ lines }: { lines: readonly PatchLine[] }) {
  if (lines.length === 0) return <p className="text-xs text-muted">Nothing changes in the cluster.</p>
  return (
    <ul className="flex flex-col gap-1 overflow-x-auto rounded-md border border-line bg-bg px-2.5 py-1.5 font-mono text-xs">
      {lines.map(({ object, path, before, after }) => (
        <li key={`${object} ${path}`}>
          <span className="text-muted">
            {object} {path}
          </span>{' '}
          {before !== undefined && <del className="text-failing no-underline">− {before}</del>}{' '}
          {after !== undefined && <ins className="break-all text-ok no-underline">+ {after}</ins>}
        </li>
      ))}
    </ul>
  )
}
