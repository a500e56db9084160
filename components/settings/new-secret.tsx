'use client'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import type { CreatedTokenDto } from '@/lib/contracts/access'

interface NewSecretProps {
  token: z.infer<typeof CreatedTokenDto>
  onDone: () => void
}

const never = () => () => undefined

/** The secret of a new token, shown this once, with the call that tries it out. */
export function NewSecret({ token, onDone }: NewSecretProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  )
  useEffect(() => heading.current?.focus(), [])
  const curl = `curl -H "Authorization: Bearer $AVIARY_TOKEN" ${origin}/api/v1/me`
  return (
    <section
      aria-labelledby="new-secret"
      className="flex flex-col gap-3 rounded-lg border border-degraded bg-panel p-4"
    >
      <h2 id="new-secret" ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
        The secret of {token.name}
      </h2>
      <p className="text-sm">
        <span aria-hidden className="mr-2 text-degraded">
          ◆
        </span>
        Store it now where your pipeline keeps secrets: it is never shown again, and Aviary keeps only its
        hash. Whoever has it can do what the role {token.role} may.
      </p>
      <p className="flex flex-wrap items-center gap-2">
        <code
          data-testid="token-secret"
          className="rounded-md border border-line-strong bg-bg px-3 py-2 font-mono text-sm break-all select-all"
        >
          {token.secret}
        </code>
        <CopyButton text={token.secret} label="Copy the secret">
          Copy
        </CopyButton>
      </p>
      <div>
        <p className="mb-1 text-xs text-muted">Try it, with the secret in AVIARY_TOKEN:</p>
        <p className="flex items-start gap-2 rounded-md bg-bg p-3">
          <code className="min-w-0 flex-1 font-mono text-xs break-all">{curl}</code>
          <CopyButton text={curl} label="Copy the curl command" />
        </p>
      </div>
      <div>
        <Button onClick={onDone}>I have stored it</Button>
      </div>
    </section>
  )
}
