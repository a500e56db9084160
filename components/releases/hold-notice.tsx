import type { ReleaseDto } from '@/lib/contracts/releases'
import { Command } from './command'
import { DriftNotice } from './drift-notice'
import { handCommand, holdWords } from './hold-words'
import { Notice } from './notice'
import type { ReleaseActions } from './use-release-actions'

/** What keeps a release from going on and what to do about it; nothing while nothing does. */
export function HoldNotice({ release, actions }: { release: ReleaseDto; actions: ReleaseActions }) {
  if (release.state === 'failed') return <FailedNotice release={release} />
  if (release.state !== 'holding') return null
  if (release.holdCause === 'drift') return <DriftNotice release={release} actions={actions} />
  const { cause, todo } = holdWords(release)
  return (
    <Notice tone="degraded" title="It holds and waits for a person" testId="hold-notice">
      <p>{cause}</p>
      <ul className="list-disc pl-5 text-muted">
        {todo.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  )
}

/** An abort that could not be applied: the command that does it by hand. */
function FailedNotice({ release }: { release: ReleaseDto }) {
  const command = handCommand(release)
  return (
    <Notice tone="failing" title={`Put ${release.from} back to 100 % by hand`} testId="failed-notice">
      <p>
        The abort could not be applied, so {release.to} may still get traffic. The log has what the cluster
        said.
      </p>
      {command === undefined ? (
        <p className="text-muted">
          Give {release.from} all the traffic on the split bar below, or edit the route with kubectl.
        </p>
      ) : (
        <Command text={command} label="Copy the kubectl command" />
      )}
      <p className="text-muted">Afterwards Retry begins a new attempt, or Undo puts the rest back.</p>
    </Notice>
  )
}
