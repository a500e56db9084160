import { Plus, X } from 'lucide-react'
import { emptyCondition, needsName, type ConditionDraft } from '@/components/traffic/service/match-draft'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { conditionKinds } from './condition-text'

interface ConditionsEditorProps {
  legend: string
  hint: string
  value: readonly ConditionDraft[]
  onChange: (value: readonly ConditionDraft[]) => void
  problem: string | undefined
}

const operators = [
  { value: 'exact', label: 'is' },
  { value: 'prefix', label: 'begins with' },
  { value: 'regex', label: 'matches' },
  { value: 'present', label: 'is there' },
]

/** Which requests are chosen: header, cookie, query and so on, with a name and a value. */
export function ConditionsEditor({ legend, hint, value, onChange, problem }: ConditionsEditorProps) {
  const change = (index: number, part: Partial<ConditionDraft>) =>
    onChange(value.map((one, other) => (other === index ? { ...one, ...part } : one)))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-sm font-medium">{legend}</legend>
      <p className={problem === undefined ? 'text-xs text-muted' : 'text-xs text-failing'}>
        {problem === undefined ? (
          hint
        ) : (
          <>
            <span aria-hidden>▲</span> {problem}
          </>
        )}
      </p>
      {value.map((condition, index) => (
        <div key={index} className="flex flex-wrap items-center gap-2">
          <Select
            label="If"
            value={condition.kind}
            onChange={(kind) => change(index, { kind, ...(needsName(kind) ? {} : { name: '' }) })}
            options={conditionKinds.map((kind) => ({ value: kind, label: kind }))}
          />
          {needsName(condition.kind) && (
            <Input
              aria-label={`Name of the ${condition.kind}`}
              placeholder="name"
              data-testid={`new-when-name-${index}`}
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
              data-testid={`new-when-value-${index}`}
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
        onClick={() => onChange([...value, emptyCondition('header')])}
      >
        <Plus className="size-4" aria-hidden /> and
      </Button>
    </fieldset>
  )
}
