'use client'
import { Input } from '@/components/ui/input'
import { Field } from './field'
import { scopeProblems, type ScopeDraft } from './scope-draft'

interface ScopeFieldsProps {
  scope: ScopeDraft
  onChange: (scope: ScopeDraft) => void
}

const names = ['cluster', 'namespace', 'service'] as const

/** Cluster, namespace and service; an empty one means any. */
export function ScopeFields({ scope, onChange }: ScopeFieldsProps) {
  const problems = scopeProblems(scope)
  return names.map((name) => (
    <Field key={name} label={name.charAt(0).toUpperCase() + name.slice(1)} problem={problems[name]}>
      {(attributes) => (
        <Input
          {...attributes}
          className="w-full"
          placeholder="any"
          spellCheck={false}
          value={scope[name]}
          onChange={({ target }) => onChange({ ...scope, [name]: target.value })}
        />
      )}
    </Field>
  ))
}
