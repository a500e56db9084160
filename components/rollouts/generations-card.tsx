import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { changedImages, shortImage } from './change-words'

/** Both sides of the change: version, template, images to copy. */
export function GenerationsCard({ rollout }: { rollout: RolloutDto }) {
  const [was, is] = changedImages(rollout)
  const undo = rollout.allowed.includes('undo')
  return (
    <Card title="From and to" aside={was.length + is.length === 0 ? 'The images are the same' : undefined}>
      <div className="grid gap-4 md:grid-cols-2">
        {rollout.from === null ? (
          <div>
            <h3 className="text-xs text-muted">From</h3>
            <p className="mt-1 text-sm">
              Nothing: these are the first pods, or the ones before are not known.
            </p>
          </div>
        ) : (
          <Side title={undo ? 'From, and what Undo puts back' : 'From'} side={rollout.from} changed={was} />
        )}
        <Side title="To" side={rollout.to} changed={is} />
      </div>
    </Card>
  )
}

interface SideProps {
  title: string
  side: RolloutDto['to']
  /** Short names of the images that the other side lacks. */
  changed: readonly string[]
}

function Side({ title, side, changed }: SideProps) {
  const { version, revision, replicaSet, images } = side
  return (
    <div className="min-w-0">
      <h3 className="text-xs text-muted">{title}</h3>
      <p className="mt-0.5 text-base font-semibold">{version === '' ? 'no version label' : version}</p>
      <p className="text-xs text-muted">
        {revision === undefined ? 'not numbered' : `revision ${revision}`}
        {replicaSet !== undefined && (
          <>
            , ReplicaSet <span className="font-mono break-all">{replicaSet}</span>
          </>
        )}
      </p>
      <ul className="mt-1.5 flex flex-col">
        {images.map((image) => (
          <li key={image} className="flex min-h-8 items-center gap-1">
            <code title={image} className="min-w-0 truncate font-mono text-xs">
              {image}
            </code>
            {changed.includes(shortImage(image)) && (
              <span className="shrink-0 text-xs text-muted">changed</span>
            )}
            <CopyButton text={image} label={`Copy the image ${shortImage(image)}`} />
          </li>
        ))}
        {images.length === 0 && <li className="text-sm text-muted">No images are known.</li>}
      </ul>
    </div>
  )
}
