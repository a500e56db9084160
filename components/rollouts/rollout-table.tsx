import Link from 'next/link'
import { Table, Td, Th } from '@/components/ui/table'
import { TimeAgo } from '@/components/ui/time-ago'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { imageWords } from './change-words'
import { RolloutBar } from './rollout-bar'
import { RolloutStateBadge } from './rollout-state-badge'
import { FromTo } from './rollout-title'
import { kindWords, progressWords, toolNames } from './rollout-words'

/** Releases of others as rows: what, where it stands, who runs it, since when. */
export function RolloutTable({ rollouts }: { rollouts: readonly RolloutDto[] }) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-panel">
      <Table label="Releases run by others">
        <thead>
          <tr>
            <Th>Workload</Th>
            <Th>State</Th>
            <Th className="max-md:hidden">Run by</Th>
            <Th className="max-md:hidden">Progress</Th>
            <Th>Since</Th>
          </tr>
        </thead>
        <tbody>
          {rollouts.map((rollout) => (
            <Row key={rollout.id} rollout={rollout} />
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function Row({ rollout }: { rollout: RolloutDto }) {
  const { service, workload, tool, kind, owner, since } = rollout
  const images = imageWords(rollout)
  return (
    <tr
      className="relative hover:bg-stable-soft [&:last-child>td]:border-0"
      data-testid={`rollout-${workload.name}`}
    >
      <Td>
        <Link href={`/rollouts/${rollout.id}`} className="after:absolute after:inset-0">
          <span className="font-medium">{workload.name}</span> <FromTo rollout={rollout} />
        </Link>
        {images !== '' && <code className="block font-mono text-xs text-muted max-md:hidden">{images}</code>}
        <span className="block text-xs text-muted">
          {service.namespace}, service{' '}
          <Link
            href={`/services/${service.cluster}/${service.namespace}/${service.name}`}
            className="relative z-10 underline decoration-line-strong underline-offset-2 hover:decoration-current"
          >
            {service.name}
          </Link>
          <span className="md:hidden">, by {toolNames[tool]}</span>
        </span>
      </Td>
      <Td>
        <RolloutStateBadge state={rollout.state} />
        <span className="mt-1 block text-xs text-muted md:hidden">{progressWords(rollout)}</span>
      </Td>
      <Td className="max-md:hidden">
        {toolNames[tool]}
        <span className="block text-xs text-muted">
          {kindWords[kind]}
          {owner !== undefined && `, kept by ${owner.tool}`}
        </span>
      </Td>
      <Td className="max-md:hidden">
        <span className="flex items-center gap-2 whitespace-nowrap">
          <RolloutBar rollout={rollout} className="w-24 shrink-0" />
          {progressWords(rollout)}
        </span>
      </Td>
      <Td className="whitespace-nowrap">
        {since === null ? (
          <span className="text-muted">not known</span>
        ) : (
          <TimeAgo at={since} className="relative z-10" />
        )}
      </Td>
    </tr>
  )
}
