/** Sizes on the canvas, in its own pixels. Fixed, so that nothing has to be measured and no figure moves a box. */
export const card = { width: 160, height: 58 }
export const entry = { width: 80, height: 64 }
export const version = { width: 166, height: 56 }
export const outside = { width: 158, height: 58 }
export const box = {
  padding: 12,
  header: 40,
  /** Room between the service and its versions, for the labels of the split. */
  split: 96,
  gap: 12,
}
/** Room around what a box of a namespace or a cluster holds. */
export const area = { padding: 20, header: 44 }

export interface Size {
  width: number
  height: number
}

/** The size of a box that holds so many versions. */
export function boxSize(versions: number): Size {
  return {
    width: box.padding * 2 + entry.width + box.split + version.width,
    height: box.header + versions * version.height + (versions - 1) * box.gap + box.padding,
  }
}

/** Where the service node stands in its box. */
export function entryPosition(versions: number): { x: number; y: number } {
  const column = versions * version.height + (versions - 1) * box.gap
  return { x: box.padding, y: box.header + (column - entry.height) / 2 }
}

/** Where the version at `index` stands in its box. */
export function versionPosition(index: number): { x: number; y: number } {
  return {
    x: box.padding + entry.width + box.split,
    y: box.header + index * (version.height + box.gap),
  }
}
