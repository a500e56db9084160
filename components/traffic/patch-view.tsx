import type { OperationDto } from '@/lib/contracts/moves'
import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'
import { patchLines, type PatchLine } from './split-bar/patch-lines'

const NewObjects = dynamic(async () => (await import('./new-objects')).NewObjects, {
  loading: () => <Skeleton className="h-14" />,
})

const YamlValue = dynamic(async () => (await import('./yaml-value')).YamlValue, {
  loading: () => <Skeleton className="h-14" />,
})

/** The changes of a patch, line by line: path, old value, new value. */
export function PatchView({ diff }: { diff: OperationDto['diff'] }) {
  const lines = patchLines(diff)
  const made = diff.filter(({ verb }) => verb === 'create')
  const removed = diff.filter(({ verb }) => verb === 'delete')
  if (lines.length + made.length + removed.length === 0)
    return <p className="text-xs text-muted">Nothing in the route would change.</p>
  return (
    <>
      {made.length > 0 && <NewObjects diff={made} />}
      {removed.map(({ object }) => (
        <p key={`${object.kind} ${object.name}`} className="text-xs text-failing">
          <span aria-hidden>✕</span> {object.kind} {object.namespace}/{object.name} is deleted
        </p>
      ))}
      {lines.length > 0 && <Lines lines={lines} />}
    </>
  )
}

function Lines({ lines }: { lines: readonly PatchLine[] }) {
  const objects = new Set(lines.map(({ object }) => object))
  return (
    <ul
      aria-label="The patch"
      className="max-h-[min(14rem,32vh)] shrink-0 overflow-auto rounded-md bg-bg px-3 py-2 font-mono text-xs leading-5 text-muted"
      tabIndex={0}
    >
      {lines.map(({ object, path, before, after, whole }, index) => (
        <li key={`${object} ${path} ${index}`} className="break-all">
          {objects.size > 1 && <span>{object} </span>}
          {path.endsWith('[-]') ? `${path.slice(0, -3)}, a new one at the end` : path}{' '}
          {before !== undefined && <del className="text-failing no-underline">{before}</del>}
          {before !== undefined && after !== undefined && ' → '}
          {whole !== undefined && <YamlValue value={whole} />}
          {whole === undefined && after !== undefined && <ins className="text-ok no-underline">{after}</ins>}
          {after === undefined && <span className="text-failing"> removed</span>}
        </li>
      ))}
    </ul>
  )
}
