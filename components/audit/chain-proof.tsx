'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import type { AuditEventDto } from '@/lib/contracts/audit'
import { auditEventQuery, auditKeys } from '@/lib/queries/audit'
import { sha256OfText } from './sha256-text'

/** The hashes of an event and the exact text that was hashed, with what this browser can check by itself. */
export function ChainProof({ event }: { event: AuditEventDto }) {
  const { seq, prevHash, hash, body } = event
  const bodyHash = useQuery({
    queryKey: [...auditKeys.all, 'body-hash', body],
    queryFn: () => sha256OfText(body),
    staleTime: Infinity,
    retry: false,
  })
  const before = useQuery({ ...auditEventQuery(seq - 1), enabled: seq > 1 })
  return (
    <Card title="Proof" aside="how the bytes are made: docs/audit-format.md">
      <dl className="flex flex-col gap-3 text-sm">
        <Hash
          name={
            seq > 1
              ? `Hash of event ${seq - 1}, as recorded here`
              : 'Before the first event: hash of the chain id'
          }
          hash={prevHash}
        >
          {seq > 1 && before.data !== undefined && (
            <LinkHolds holds={before.data.hash === prevHash} seq={seq - 1} />
          )}
        </Hash>
        <Hash name="SHA-256 of the body below, computed in this browser" hash={bodyHash.data ?? ''}>
          {bodyHash.error !== null && (
            <span className="text-xs text-muted">This browser cannot compute it on this page.</span>
          )}
        </Hash>
        <Hash name={`Hash of this event, number ${seq}`} hash={hash} />
        <div>
          <dt className="mb-1 flex items-center gap-1 text-xs text-muted [&>button]:-my-2">
            Body, exactly as it was hashed
            <CopyButton text={body} label="Copy the body" />
          </dt>
          <dd>
            <pre
              tabIndex={0}
              aria-label="Body, exactly as it was hashed"
              className="max-h-72 overflow-auto rounded-md bg-bg p-3 font-mono text-xs leading-5 break-all whitespace-pre-wrap"
            >
              {body}
            </pre>
          </dd>
        </div>
      </dl>
      <p className="mt-3 text-xs text-muted">
        The hash covers chain id, epoch, number, the hash before it and the hash of the body. “Verify the
        chain” on the{' '}
        <Link href="/audit" className="underline underline-offset-2">
          audit page
        </Link>{' '}
        recomputes it for every event.
      </p>
    </Card>
  )
}

function Hash({ name, hash, children }: { name: string; hash: string; children?: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="flex flex-wrap items-center gap-x-1.5 [&>button]:-my-2">
        <code className="font-mono text-xs break-all">{hash === '' ? '…' : hash}</code>
        {hash !== '' && <CopyButton text={hash} label={`Copy: ${name}`} />}
        {children}
      </dd>
    </div>
  )
}

function LinkHolds({ holds, seq }: { holds: boolean; seq: number }) {
  return holds ? (
    <span className="text-xs text-ok">✓ the hash that event {seq} has</span>
  ) : (
    <span className="text-xs text-failing">▲ event {seq} has another hash: the chain is broken here</span>
  )
}
