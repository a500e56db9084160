'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { Input, TextArea } from '@/components/ui/input'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { Field } from './field'
import type { ReleaseActions } from './use-release-actions'
import { useVerbBlocks } from './use-verb-blocks'
import { verbDialog, type AskedVerb } from './verb-dialogs'

/** Asks before a verb: what it will do, and the reason where one is wanted. */
export function VerbDialog({ release, actions }: { release: ReleaseDto; actions: ReleaseActions }) {
  return (
    <Dialog open={actions.asked !== null} onOpenChange={(open) => !open && actions.close()}>
      {actions.asked !== null && <Asking verb={actions.asked} release={release} actions={actions} />}
    </Dialog>
  )
}

interface AskingProps {
  verb: AskedVerb
  release: ReleaseDto
  actions: ReleaseActions
}

function Asking({ verb, release, actions }: AskingProps) {
  const [reason, setReason] = useState('')
  const words = verbDialog(release, verb, actions.refused)
  const [weight, setWeight] = useState('')
  const weighs = verb === 'set-weight'
  const blocks = useVerbBlocks(release)
  const block = verb === 'override' ? blocks.override : undefined
  const lacks =
    (words.reason === 'required' && reason.trim() === '') ||
    (weighs && percentOf(weight) === null) ||
    block !== undefined
  const busy = actions.pending !== null
  const submit = () => {
    if (!lacks && !busy) actions.confirm(reason, percentOf(weight) ?? undefined)
  }
  return (
    <DialogContent title={words.title} description={words.description}>
      {words.lines.length > 0 && (
        <ul className="flex flex-col gap-1 text-sm text-muted">
          {words.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {block !== undefined && (
        <p className="text-sm text-failing" role="status">
          <span aria-hidden>▲</span> {block}
        </p>
      )}
      {weighs && (
        <Field
          label={`Weight of ${release.to}, percent`}
          hint="A whole number from 0 to 100."
          problem={weight !== '' && percentOf(weight) === null ? 'A whole number from 0 to 100.' : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              data-testid="weight"
              inputMode="numeric"
              className="w-28"
              value={weight}
              onChange={(event) => setWeight(event.target.value.trim())}
            />
          )}
        </Field>
      )}
      {words.reason !== 'none' && (
        <label className="flex flex-col gap-1 text-sm">
          <span className="text-muted">Reason{words.reason === 'optional' ? ', if you like' : ''}</span>
          <TextArea
            data-testid="reason"
            rows={2}
            maxLength={1000}
            value={reason}
            required={words.reason === 'required'}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit()
            }}
          />
        </label>
      )}
      <DialogFooter>
        <Button onClick={actions.close}>Cancel</Button>
        <Button
          data-testid="confirm"
          variant={
            verb === 'delete' || verb === 'undo' || verb === 'retire' || verb === 'override'
              ? 'danger'
              : 'next'
          }
          disabled={lacks || busy}
          onClick={submit}
        >
          {busy ? 'Under way…' : words.confirm}
        </Button>
      </DialogFooter>
    </DialogContent>
  )
}

/** A whole percent from 0 to 100; null where the text is none. */
function percentOf(text: string): number | null {
  return /^(100|[1-9]?\d)$/.test(text) ? Number(text) : null
}
