import { drawPicture, type Picture } from './draw-picture'

/** Pixels of the file for each on screen. */
const DENSITY = 2

/** Saves what is on screen as a PNG file. */
export async function savePicture(picture: Picture): Promise<void> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.view.width * DENSITY)
  canvas.height = Math.round(picture.view.height * DENSITY)
  const context = canvas.getContext('2d')
  if (context === null) return
  const theme = getComputedStyle(document.documentElement)
  const font = getComputedStyle(document.body).fontFamily
  context.scale(DENSITY, DENSITY)
  drawPicture(context, picture, (name) => theme.getPropertyValue(name).trim(), font)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) return
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `topology-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.png`
  link.click()
  URL.revokeObjectURL(link.href)
}
