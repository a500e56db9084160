'use client'
import { Command } from '@/components/releases/command'
import { offlineCommands } from './checkpoint-words'

/** How the log is verified without Aviary, folded away until asked for. */
export function VerifyOffline({ signed }: { signed: boolean }) {
  return (
    <details className="mt-2 text-sm">
      <summary className="cursor-pointer py-1 text-muted hover:text-text">Verify without Aviary</summary>
      <p className="mt-1 max-w-prose">
        An export is verified by a program of its own, which needs no network and nothing of Aviary. It says
        which event was touched and how, and what it cannot know. The token needs the role auditor.
        {signed &&
          ' The checkpoints are the file of the signer, and its public key lies beside the private one: take both from where the signer keeps them, not from here.'}
      </p>
      <Command text={offlineCommands(window.location.origin, signed)} label="Copy the commands" />
    </details>
  )
}
