'use client'
import { useState, useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import type { NewRelease } from '@/lib/queries/use-release-verbs'
import { Command } from './command'
import { pipelineCurl, pipelineJson } from './pipeline-snippet'

const never = () => () => undefined

/** The same release for a pipeline: as a script, as JSON, or as a link with all fields filled in. */
export function PipelineCard({ body, search }: { body: NewRelease | null; search: string }) {
  const [form, setForm] = useState<'curl' | 'json'>('curl')
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  )
  return (
    <Card
      title="For a pipeline"
      aside={
        body !== null && (
          <CopyButton text={`${origin}/releases/new?${search}`} label="Copy the link to this form">
            Link to this form
          </CopyButton>
        )
      }
    >
      {body === null ? (
        <p className="text-sm text-muted">
          Once the plan is complete, it stands here as a script and as JSON.
        </p>
      ) : (
        <>
          <div role="group" aria-label="Form" className="flex gap-1">
            {(['curl', 'json'] as const).map((name) => (
              <Button
                key={name}
                size="sm"
                variant={form === name ? 'secondary' : 'ghost'}
                aria-pressed={form === name}
                onClick={() => setForm(name)}
              >
                {name === 'curl' ? 'Shell script' : 'JSON'}
              </Button>
            ))}
          </div>
          {form === 'curl' ? (
            <Command text={pipelineCurl(body, origin)} label="Copy the script" />
          ) : (
            <Command text={pipelineJson(body)} label="Copy the JSON" />
          )}
        </>
      )}
    </Card>
  )
}
