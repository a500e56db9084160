import Link from 'next/link'
import { CopyButton } from '@/components/ui/copy-button'
import { formatUtc } from '@/components/ui/format-time'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import { Code, Part } from './parts'
import { coverageWords } from './coverage-words'

/** Where the events stand in the chain, what was signed of it, and how that is proved without Aviary. */
export function ReportChain({ report }: { report: ReleaseReportDto }) {
  const { chain, events } = report
  const { newest, from, ok, words } = chain.checkpoint
  const command = `npx aviary-verify --in audit.jsonl${newest === null ? '' : ' --checkpoint checkpoints.jsonl --pub signer.pem.pub'}`
  return (
    <Part title="How this is proved">
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-5 gap-y-1.5 text-xs break-inside-avoid">
        <dt className="text-muted">Chain</dt>
        <dd>
          <Code>{chain.id}</Code>
        </dd>
        <dt className="text-muted">Head</dt>
        <dd>
          event {chain.head.seq}, epoch {chain.head.epoch}, <Code>{chain.head.hash}</Code>
        </dd>
        <dt className="text-muted">Checkpoint</dt>
        <dd>
          {newest !== null && (
            <>
              event {newest.seq}, epoch {newest.epoch}, <Code>{newest.hash}</Code>, signed{' '}
              {formatUtc(newest.time)} UTC by key <Code>{newest.key}</Code>,{' '}
              {from === 'outside' ? 'kept outside the database' : 'kept in the database alone'}
            </>
          )}
          <span className="block">
            <span aria-hidden className={ok ? undefined : 'text-failing'}>
              {ok ? '' : '▲ '}
            </span>
            {words} {coverageWords(events, newest)}
          </span>
        </dd>
      </dl>
      <p className="mt-3 max-w-prose text-sm">
        This report is a reading of the audit log, and no proof by itself. Proof is an export of the log (
        <Link href="/audit" className="underline underline-offset-2">
          Audit, Export
        </Link>
        ) that holds these numbers: the verifier recomputes every hash of it without Aviary and without a
        network. Then compare numbers and hashes with those above.
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-1 text-xs">
        <code className="rounded-sm border border-line px-2 py-1 font-mono [overflow-wrap:anywhere]">
          {command}
        </code>
        <span data-print="hide">
          <CopyButton text={command} label="Copy the command" />
        </span>
      </p>
    </Part>
  )
}
