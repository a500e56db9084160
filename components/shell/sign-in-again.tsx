'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { meQuery } from '@/lib/queries/me'
import { onSessionEnd } from '@/lib/queries/session-events'

/** Milliseconds between looks at whether the session is back. */
const LOOK_MS = 3_000

/** Opens over the page when the session has ended; what was being edited stays, and goes on afterwards. */
export function SignInAgain() {
  const [ended, setEnded] = useState(false)
  const client = useQueryClient()
  useEffect(() => onSessionEnd(() => setEnded(true)), [])
  useEffect(() => {
    if (!ended) return
    const look = () => {
      void client.query({ ...meQuery(), staleTime: 0, retry: false }).then(
        () => {
          setEnded(false)
          void client.invalidateQueries()
        },
        () => undefined,
      )
    }
    const timer = setInterval(look, LOOK_MS)
    window.addEventListener('focus', look)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', look)
    }
  }, [ended, client])
  return (
    <Dialog open={ended} onOpenChange={setEnded}>
      <DialogContent
        title="Sign in again"
        description="Your session has ended. Nothing on this page is lost: sign in in another tab, and go on here. Traffic is not touched."
      >
        <DialogFooter>
          <Button onClick={() => setEnded(false)}>Not now</Button>
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
