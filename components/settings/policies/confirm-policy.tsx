'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent, DialogFooter } from '@/components/ui/dialog'
import type { PolicyChangeDto } from '@/lib/contracts/policies'

interface ConfirmPolicyProps {
  open: boolean
  twoPersons: boolean
  change: PolicyChangeDto
  onClose: () => void
  /** With whether losing the own right is meant. */
  onGo: (lockMeOut: boolean) => void
}

/** Asks once more before rights change; losing the own right to change them has to be meant. */
export function ConfirmPolicy({ open, twoPersons, change, onClose, onGo }: ConfirmPolicyProps) {
  const [meant, setMeant] = useState(false)
  const people = change.changes.length
  const whom =
    people === 0
      ? 'Nobody’s rights change.'
      : `The rights of ${people} ${people === 1 ? 'group or person' : 'groups or people'} change.`
  const blocked = change.locksOut && !meant
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title={twoPersons ? 'Propose this policy?' : 'Put this policy in force?'}
        description={
          twoPersons
            ? `${whom} It counts once a second person has approved it, within 24 hours.`
            : `${whom} It counts at once, for every request and every open page.`
        }
      >
        {change.locksOut && (
          <label className="flex items-start gap-2 text-sm">
            <input
              type="checkbox"
              className="mt-1"
              data-testid="policy-lock-out"
              checked={meant}
              onChange={({ target }) => setMeant(target.checked)}
            />
            You could not change the policy any more. That is meant.
          </label>
        )}
        <DialogFooter>
          <DialogClose asChild>
            <Button>Not yet</Button>
          </DialogClose>
          <Button
            variant="next"
            data-testid="policy-confirm"
            aria-disabled={blocked}
            onClick={() => (blocked ? undefined : onGo(meant))}
          >
            {twoPersons ? 'Propose it' : 'Put it in force'}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
