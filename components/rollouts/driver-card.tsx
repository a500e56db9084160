import { Command } from '@/components/releases/command'
import { Card } from '@/components/ui/card'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { driverWords } from './driver-words'
import { ownCommands } from './own-commands'

/** Who drives it, what that means for a change made here, and the commands of that tool. */
export function DriverCard({ rollout }: { rollout: RolloutDto }) {
  const words = driverWords(rollout)
  return (
    <Card title="Who drives it" data-testid="driver">
      <p className="text-base font-semibold">{words.headline}</p>
      {words.lines.map((line) => (
        <p key={line} className="mt-1 text-sm text-muted">
          <WithCode text={line} />
        </p>
      ))}
      <ul className="mt-4 flex flex-col gap-3">
        {ownCommands(rollout).map(({ does, command }) => (
          <li key={does}>
            <p className="text-sm">{does}</p>
            <Command text={command} label={`Copy the command: ${does}`} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** What stands between backticks in the API's words is code. */
function WithCode({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <code key={index} className="font-mono text-xs">
        {part}
      </code>
    ),
  )
}
