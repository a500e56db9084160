import type { RolloutDto } from '@/lib/contracts/rollouts'

type Generation = RolloutDto['to']
export type Change = Pick<RolloutDto, 'from' | 'to'>

/** An image without its registry and folders: "poster:2.0.0"; of a digest alone the first 8 digits. */
export function shortImage(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1)
  const [name = last, digest] = last.split('@')
  if (digest === undefined || name.includes(':')) return name
  return `${name}@${digest.slice(digest.indexOf(':') + 1, digest.indexOf(':') + 9)}`
}

/** The names of both sides: versions where they differ, else numbers of templates, else "before" and "new". */
export function sideNames({ from, to }: Change): { from: string; to: string } {
  if (from === null) return { from: 'nothing', to: to.version === '' ? 'the first pods' : to.version }
  if (from.version !== to.version && from.version !== '' && to.version !== '') {
    return { from: from.version, to: to.version }
  }
  const [was, is] = changedImages({ from, to })
  // One version label on both sides tells nothing apart, so the images do.
  if (was.length === 1 && is.length === 1) {
    return tagsOf({ from, to }) ?? { from: was.join(), to: is.join() }
  }
  if (from.revision !== undefined && to.revision !== undefined && from.revision !== to.revision) {
    return { from: `revision ${from.revision}`, to: `revision ${to.revision}` }
  }
  return { from: 'before', to: 'new' }
}

/** The tags alone, where both sides are one container of the same image. */
function tagsOf({ from, to }: Change): { from: string; to: string } | undefined {
  const [was, is] = [from?.images ?? [], to.images].map((images) => shortImage(images.join()).split(':'))
  if (from?.images.length !== 1 || to.images.length !== 1 || was === undefined || is === undefined) {
    return undefined
  }
  const [before, after] = [was[1], is[1]]
  return was[0] !== is[0] || before === undefined || after === undefined
    ? undefined
    : { from: before, to: after }
}

/** The images that only one side has, shortened. */
export function changedImages({ from, to }: Change): [was: string[], is: string[]] {
  const short = (mine: Generation, other: Generation | null) =>
    mine.images.filter((image) => other?.images.includes(image) !== true).map(shortImage)
  return [from === null ? [] : short(from, to), short(to, from)]
}

/** One line under the names: the images that change, or that only other settings do. Empty where the names say it. */
export function imageWords(change: Change): string {
  const [was, is] = changedImages(change)
  if (was.length === 0 && is.length === 0) {
    return change.from === null ? '' : 'same images, other settings'
  }
  const words = was.length === 0 ? is.join(', ') : `${was.join(', ')} → ${is.join(', ') || 'none'}`
  const names = sideNames(change)
  const tags = tagsOf(change)
  const told = tags !== undefined && tags.from === names.from && tags.to === names.to
  return told || words === `${names.from} → ${names.to}` ? '' : words
}
