'use client'
import { useState, useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import type { NewRelease } from '@/lib/queries/use-release-verbs'
import { Command } from './command'
import { pipelineCurl, pipelineJson, planYaml } from './pipeline-snippet'

type Form = 'curl' | 'json' | 'yaml'
const names: Readonly<Record<Form, string>> = { curl: 'Shell script', json: 'JSON', yaml: 'Plan as YAML' }

const never = () => () => undefined

/** The same release for a pipeline: as a script, as JSON, as YAML, or as a link with all fields filled in. */
export function PipelineCard({ body, search }: { body: NewRelease | null; search: string }) {
  const [form, setForm] = useState<Form>('curl')
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
          <div role="group" aria-label="Form" className="flex flex-wrap gap-1">
            {(['curl', 'json', 'yaml'] as const).map((name) => (
              <Button
                key={name}
                size="sm"
                variant={form === name ? 'secondary' : 'ghost'}
                aria-pressed={form === name}
                onClick={() => setForm(name)}
              >
                {names[name]}
              </Button>
            ))}
          </div>
          {form === 'curl' && <Command text={pipelineCurl(body, origin)} label="Copy the script" />}
          {form === 'json' && <Command text={pipelineJson(body)} label="Copy the JSON" />}
          {form === 'yaml' && <Command text={planYaml(body)} label="Copy the plan as YAML" />}
        </>
      )}
    </Card>
  )
}
