import type { Page } from '@playwright/test'

export interface Frames {
  /** Milliseconds between one frame and the next. */
  intervals: number[]
  /** Nodes and edges that were in the page. */
  nodes: number
  edges: number
}

/** Drags the canvas about with the mouse for some seconds and takes the time between frames. */
export async function pan(page: Page, seconds: number): Promise<Frames> {
  const box = await page.getByTestId('topology-canvas').boundingBox()
  if (box === null) throw new Error('the canvas is not there')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  // An empty spot of the pane is not needed: a drag that begins on a node pans as well.
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.down()
  await page.evaluate(() => {
    const intervals: number[] = []
    let last = performance.now()
    let on = true
    Object.assign(window, {
      stopFrames: () => {
        on = false
        return intervals
      },
    })
    requestAnimationFrame(function tick(now) {
      intervals.push(now - last)
      last = now
      if (on) requestAnimationFrame(tick)
    })
  })
  const end = performance.now() + seconds * 1000
  for (let turn = 0; performance.now() < end; turn += 1) {
    const angle = turn / 25
    await page.mouse.move(
      middle.x + Math.sin(angle) * box.width * 0.3,
      middle.y + Math.sin(angle * 1.7) * box.height * 0.3,
    )
  }
  const intervals = await page.evaluate(() =>
    (window as unknown as { stopFrames: () => number[] }).stopFrames(),
  )
  await page.mouse.up()
  return {
    // The first interval began before the drag.
    intervals: intervals.slice(1),
    nodes: await page.locator('.react-flow__node').count(),
    edges: await page.locator('.react-flow__edge').count(),
  }
}
