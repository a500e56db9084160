import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { emptyCondition, needsName, type ConditionDraft } from './match-draft'

interface ConditionRowsProps {
  value: readonly ConditionDraft[]
  onChange: (value: ConditionDraft[]) => void
  /** What can be looked at: header, cookie, query and so on. */
  kinds: readonly string[]
  /** Begins the test ids of the fields. */
  testId: string
}

const operators = [
  { value: 'exact', label: 'is' },
  { value: 'prefix', label: 'begins with' },
  { value: 'regex', label: 'matches' },
  { value: 'present', label: 'is there' },
]

/** One row for each condition that must hold, and a button for one more. */
export function ConditionRows({ value, onChange, kinds, testId }: ConditionRowsProps) {
  const change = (index: number, part: Partial<ConditionDraft>) =>
    onChange(value.map((one, other) => (other === index ? { ...one, ...part } : one)))
  return (
    <>
      {value.map((condition, index) => (
        <div key={index} className="flex flex-wrap items-center gap-2">
          <Select
            label="If"
            value={condition.kind}
            onChange={(kind) => change(index, { kind, ...(needsName(kind) ? {} : { name: '' }) })}
            options={kinds.map((kind) => ({ value: kind, label: kind }))}
          />
          {needsName(condition.kind) && (
            <Input
              aria-label={`Name of the ${condition.kind}`}
              placeholder="name"
              data-testid={`${testId}-name-${index}`}
              value={condition.name}
              onChange={({ target }) => change(index, { name: target.value })}
              className="w-36"
            />
          )}
          <Select
            label="how"
            value={condition.op}
            onChange={(op) => change(index, { op: op as ConditionDraft['op'] })}
            options={operators}
          />
          {condition.op !== 'present' && (
            <Input
              aria-label={`Value of the ${condition.kind}`}
              placeholder="value"
              data-testid={`${testId}-value-${index}`}
              value={condition.value}
              onChange={({ target }) => change(index, { value: target.value })}
              className="w-36"
            />
          )}
          {value.length > 1 && (
            <Button
              size="sm"
              variant="ghost"
              aria-label={`Remove condition ${index + 1}`}
              onClick={() => onChange(value.filter((_, other) => other !== index))}
            >
              <X className="size-4" aria-hidden />
            </Button>
          )}
        </div>
      ))}
      <Button
        size="sm"
        variant="ghost"
        className="self-start"
        onClick={() => onChange([...value, emptyCondition(kinds[0] ?? 'header')])}
      >
        <Plus className="size-4" aria-hidden /> and
      </Button>
    </>
  )
}
