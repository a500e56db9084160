// Keeps what each page loads at first within bounds, on the build that is there: npm run first-load
import path from 'node:path'
import { firstLoad } from './lib/first-load.mjs'
import { hasBuild } from './lib/next-build.mjs'
import { root } from './lib/root.mjs'

/** kB that were measured, plus 5 %. Bytes only: the same sources give the same answer. */
const bounds = {
  '(console)': 307,
  '(console)/topology': 328,
  '(console)/services': 298,
  '(console)/services/[c]/[ns]/[name]': 329,
  '(console)/releases': 342,
  '(console)/releases/[id]': 368,
  '(console)/audit': 304,
  '(console)/settings': 312,
}

if (!hasBuild()) {
  process.stderr.write('there is no build to measure; make one with: npm run build\n')
  process.exit(1)
}
for (const [page, bound] of Object.entries(bounds)) {
  const { files, bytes } = firstLoad(path.join(root, '.next'), page)
  const ok = bytes <= bound * 1000
  process.stdout.write(
    `${ok ? 'ok    ' : 'FAILED'} /${page}: ${(bytes / 1000).toFixed(1)} kB in ${files} files, at most ${bound}\n`,
  )
  if (!ok) process.exitCode = 1
}
