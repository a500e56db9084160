'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { lookForMe, meKeys } from '@/lib/queries/me'
import { hearOfSignIns } from '@/lib/queries/other-sessions'
import { announceSessionBack, onSessionEnd } from '@/lib/queries/session-events'

/** Milliseconds between looks at whether the session is back. A tab over night must not be a burden. */
const LOOK_MS = 30_000

/** Opens over the page when the session has ended; what was being edited stays, and goes on afterwards. */
export function SignInAgain() {
  const [ended, setEnded] = useState(false)
  const [open, setOpen] = useState(false)
  const client = useQueryClient()
  useEffect(
    () =>
      onSessionEnd(() => {
        setEnded(true)
        setOpen(true)
      }),
    [],
  )
  useEffect(() => {
    if (!ended) return
    let lookedAt = Date.now()
    const look = () => {
      lookedAt = Date.now()
      void lookForMe().then(
        (me) => {
          announceSessionBack()
          client.setQueryData(meKeys.me, me)
          setEnded(false)
          setOpen(false)
          void client.invalidateQueries()
        },
        () => undefined,
      )
    }
    const onFocus = () => {
      if (Date.now() - lookedAt >= LOOK_MS) look()
    }
    const timer = setInterval(look, LOOK_MS)
    const stopHearing = hearOfSignIns(look)
    window.addEventListener('focus', onFocus)
    return () => {
      clearInterval(timer)
      stopHearing()
      window.removeEventListener('focus', onFocus)
    }
  }, [ended, client])
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogContent
        title="Sign in again"
        description="Your session has ended. Nothing on this page is lost: sign in in another tab, and go on here. Traffic is not touched."
      >
        <DialogFooter>
          <Button onClick={() => setOpen(false)}>Not now</Button>
          <Button variant="next" asChild>
            <a href="/signin" target="_blank" rel="noreferrer">
              Sign in in a new tab
            </a>
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
