import { aviary } from './judge/aviary'
import { kayentaOnce, kayentaPeeked } from './judge/kayenta'
import { readJudgeOptions } from './judge/options'
import { play } from './judge/play'
import { rows } from './judge/rows'
import { columns, rowOf } from './judge/table'
import { threshold } from './judge/threshold'
import { canaryShare, looks, looksBefore, lookSeconds } from './judge/traffic'
import { zTest } from './judge/z-test'
import { describeCommit, describeMachine, load } from './support/machine'
import { markdownTable, print } from './support/report'
import type { Launcher } from './support/stage'

const contenders = [aviary, zTest, kayentaPeeked, kayentaOnce, threshold]

/** Prints how often and how fast judges are wrong and right, on simulated releases; starts nothing. */
export function benchmark({ argv, log, signal }: Launcher): void {
  const options = readJudgeOptions(argv)
  print(`bench:judge, ${new Date().toISOString()}, commit ${describeCommit()}`)
  print(`${describeMachine()}, load ${load().toFixed(2)} before`)
  print(
    `seed ${options.seed}, ${options.releases} releases for an error rate; failure rate 0.5 %, ${100 * canaryShare} % on the canary, ` +
      `a look every ${lookSeconds} s for ${(looks * lookSeconds) / 60} min, the stable version seen for ${(looksBefore * lookSeconds) / 60} min before\n`,
  )
  for (const { name, about } of contenders) print(`- ${name}: ${about}`)
  const begun = performance.now()
  const results = rows.map((row, index) => {
    log(row.words)
    return rowOf(row, play(row, index, contenders, { ...options, signal }))
  })
  print(`\n${markdownTable(columns(contenders), results)}`)
  print(`\n${((performance.now() - begun) / 1000).toFixed(0)} s, load ${load().toFixed(2)} after`)
}
