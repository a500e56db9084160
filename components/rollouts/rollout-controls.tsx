'use client'
import { Pause, Play, Undo2, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { ActionButton } from '@/components/releases/action-button'
import { MoveDialog } from '@/components/traffic/move-dialog'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { useCan } from '@/lib/queries/use-can'
import { nextVerb, verbWords, type RolloutVerb } from './verb-words'

const icons: Readonly<Record<RolloutVerb, LucideIcon>> = { pause: Pause, resume: Play, undo: Undo2 }

interface Asked {
  verb: RolloutVerb
  /** As it was when the dialog opened: a verb counts only for what was looked at. */
  rollout: RolloutDto
}

/** What can be done with a rollout now, always at the same place; nothing where another controller drives it. */
export function RolloutControls({ rollout }: { rollout: RolloutDto }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const next = nextVerb(rollout)
  return (
    <>
      {rollout.allowed.length > 0 && (
        <div
          data-print="hide"
          className="flex items-center gap-2 max-md:fixed max-md:inset-x-0 max-md:bottom-14 max-md:z-30 max-md:border-t max-md:border-line-strong max-md:bg-panel max-md:px-3 max-md:py-2"
        >
          {rollout.allowed.map((verb) => (
            <VerbButton
              key={verb}
              rollout={rollout}
              verb={verb}
              next={verb === next}
              onAsk={() => setAsked({ verb, rollout })}
            />
          ))}
        </div>
      )}
      {asked !== null && <VerbDialog asked={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

interface VerbButtonProps {
  rollout: RolloutDto
  verb: RolloutVerb
  next: boolean
  onAsk: () => void
}

function VerbButton({ rollout, verb, next, onAsk }: VerbButtonProps) {
  const may = useCan(verb, rollout.service)
  const words = verbWords(rollout, verb)
  const Sign = icons[verb]
  return (
    <ActionButton
      data-testid={`rollout-${verb}`}
      hint={words.hint}
      block={may.allowed ? undefined : (may.reason ?? 'Your rights are being read.')}
      variant={next ? 'next' : 'secondary'}
      onClick={onAsk}
      className="max-md:flex-1"
    >
      <Sign className="size-3.5" aria-hidden />
      {words.label}
    </ActionButton>
  )
}

function VerbDialog({ asked: { verb, rollout }, onClose }: { asked: Asked; onClose: () => void }) {
  const { title, description, confirm, done } = verbWords(rollout, verb)
  return (
    <MoveDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={title}
      description={description}
      request={{
        kind: 'rollout-verb',
        service: rollout.service,
        id: rollout.id,
        verb,
        expectedRevision: rollout.revision,
      }}
      confirm={confirm}
      done={done}
    />
  )
}
