'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { Input, TextArea } from '@/components/ui/input'
import { useToast } from '@/components/ui/toast'
import { useCreateTemplate } from '@/lib/queries/templates'
import { ActionButton } from './action-button'
import { Field } from './field'
import type { OwnPlan } from './plan-body'
import { ProblemNotice } from './problem-notice'
import { problemWords } from './problem-words'

interface SaveTemplateProps {
  /** null while the plan is not complete. */
  plan: OwnPlan | null
  /** Why I may not; undefined when I may. */
  block: string | undefined
}

/** Keeps the plan under a name, for the next release and for pipelines. */
export function SaveTemplate({ plan, block }: SaveTemplateProps) {
  const [open, setOpen] = useState(false)
  const incomplete = plan === null ? 'The plan is not complete yet, or is a template already.' : undefined
  return (
    <>
      <ActionButton
        size="sm"
        data-testid="save-template"
        hint="Keeps this plan under a name."
        block={incomplete ?? block}
        onClick={() => setOpen(true)}
      >
        Save as template…
      </ActionButton>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && plan !== null && <Saving plan={plan} onClose={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function Saving({ plan, onClose }: { plan: OwnPlan; onClose: () => void }) {
  const [name, setName] = useState('')
  const [words, setWords] = useState('')
  const save = useCreateTemplate()
  const toast = useToast()
  const good = /^[A-Za-z0-9._~-]{1,60}$/.test(name)
  const submit = () => {
    if (!good || save.isPending) return
    save.mutate(
      { name, plan, ...(words.trim() === '' ? {} : { words: words.trim() }) },
      {
        onSuccess: (made) => {
          toast({ title: `Template ${made.name}, version ${made.version}, is saved` })
          onClose()
        },
      },
    )
  }
  return (
    <DialogContent
      title="Save as template"
      description="Service and versions are left out. The same name again makes its next version."
    >
      {save.error !== null && (
        <ProblemNotice words={problemWords(save.error, 'Save')} onDismiss={save.reset} />
      )}
      <Field
        label="Name"
        hint="Letters, digits, dots and dashes; it stands in links."
        problem={name !== '' && !good ? 'Letters, digits, dots and dashes only.' : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            data-testid="template-name"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value.trim())}
            onKeyDown={(event) => {
              if (event.key === 'Enter') submit()
            }}
          />
        )}
      </Field>
      <Field label="What it is for" hint="One sentence, if you like.">
        {(ids) => (
          <TextArea
            {...ids}
            rows={2}
            maxLength={1000}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
      </Field>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="next"
          data-testid="template-save"
          disabled={!good || save.isPending}
          onClick={submit}
        >
          {save.isPending ? 'Saving…' : 'Save'}
        </Button>
      </DialogFooter>
    </DialogContent>
  )
}
