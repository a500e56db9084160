'use client'
import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { Input } from '@/components/ui/input'
import { checkKinds, defaultChecks, kindWords, type CheckDraft } from './check-draft'
import { Field } from './field'

interface ChecksEditorProps {
  /** null: what the API judges by. */
  value: readonly CheckDraft[] | null
  onChange: (value: readonly CheckDraft[] | null) => void
  problems: Readonly<Record<string, string>>
}

/** What the canary is judged by: checks with their figures, added and removed one by one. */
export function ChecksEditor({ value, onChange, problems }: ChecksEditorProps) {
  const checks = value ?? defaultChecks
  const change = (index: number, name: string, text: string) =>
    onChange(
      checks.map((check, other) =>
        other === index ? { ...check, values: { ...check.values, [name]: text } } : check,
      ),
    )
  return (
    <fieldset data-testid="new-checks">
      <legend className="text-sm font-medium">Checks</legend>
      <p className="text-xs text-muted">
        {checks.length === 0
          ? 'Nothing is judged: time alone decides, and a person can always stop it.'
          : 'All of them have to pass; one that fails aborts the release.'}
      </p>
      <ul className="mt-2 flex flex-col gap-2">
        {checks.map((check, index) => {
          const { title, words, fields } = kindWords(check.kind)
          return (
            <li
              key={index}
              className="rounded-md border border-line p-3"
              data-testid={`new-check-${check.kind}`}
            >
              <div className="mb-2 flex items-start justify-between gap-2">
                <p className="text-sm">
                  <b className="font-semibold">{title}</b> <span className="text-xs text-muted">{words}</span>
                </p>
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Remove the check ${title}, ${index + 1} of ${checks.length}`}
                  onClick={() => onChange(checks.filter((_, other) => other !== index))}
                >
                  <X className="size-4" aria-hidden />
                </Button>
              </div>
              <div className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-4 gap-y-2">
                {fields.map(({ name, label, hint, fallback, numeric }) => (
                  <Field key={name} label={label} hint={hint} problem={problems[`checks.${index}.${name}`]}>
                    {(ids) => (
                      <Input
                        {...ids}
                        {...(numeric ? { inputMode: 'decimal' as const } : {})}
                        placeholder={fallback}
                        value={check.values[name] ?? ''}
                        onChange={(event) => change(index, name, event.target.value)}
                      />
                    )}
                  </Field>
                ))}
              </div>
            </li>
          )
        })}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        <DropdownMenu modal={false}>
          <DropdownMenuTrigger asChild>
            <Button size="sm" data-testid="new-add-check">
              <Plus className="size-4" aria-hidden /> Add a check
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="start">
            {checkKinds.map(({ kind, title, words }) => (
              <DropdownMenuItem
                key={kind}
                className="flex-col items-start gap-0"
                onSelect={() => onChange([...checks, { kind, values: {} }])}
              >
                <span>{title}</span>
                <span className="max-w-72 text-xs text-muted">{words}</span>
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
        {value !== null && (
          <Button size="sm" variant="ghost" onClick={() => onChange(null)}>
            Back to success rate and pods
          </Button>
        )}
      </div>
    </fieldset>
  )
}
