'use client'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { useToast } from '@/components/ui/toast'
import type { SessionDto } from '@/lib/contracts/access'
import { useEndSessions } from '@/lib/queries/sessions'

interface EndSessionsProps {
  sessions: readonly SessionDto[]
  open: boolean
  title: string
  onDone: () => void
}

/** Asks before sessions are ended. */
export function EndSessions({ sessions, open, title, onDone }: EndSessionsProps) {
  const end = useEndSessions()
  const toast = useToast()
  const close = () => {
    end.reset()
    onDone()
  }
  const go = () =>
    end.mutate(
      sessions.map(({ id }) => id),
      {
        onSuccess: () => {
          toast({ title: sessions.length === 1 ? 'The session has ended' : 'The sessions have ended' })
          close()
        },
      },
    )
  return (
    <Dialog open={open} onOpenChange={(now) => !now && close()}>
      <DialogContent
        title={title}
        description="From this moment it is refused with 401, and its pages ask to sign in again; what is being edited there stays. Releases go on. API tokens are not touched."
      >
        {end.error !== null && <ErrorState title="Not everything has ended" error={end.error} />}
        <DialogFooter>
          <DialogClose asChild>
            <Button>Keep it</Button>
          </DialogClose>
          <Button
            variant="danger"
            data-testid="session-end-confirm"
            aria-disabled={end.isPending}
            onClick={() => (end.isPending ? undefined : go())}
          >
            {end.isPending ? 'Ending…' : sessions.length === 1 ? 'End it' : `End ${sessions.length} sessions`}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
