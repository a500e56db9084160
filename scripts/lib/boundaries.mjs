import { createRequire } from 'node:module'
import path from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { root } from './root.mjs'

const require = createRequire(import.meta.url)

/**
 * Cruises folders and files below `baseDir` under the rules of .dependency-cruiser.cjs. Answers the violations as
 * `{rule, from, to, advice}` and the source files that were seen, as paths relative to `baseDir`.
 */
export async function judgeImports(baseDir, names) {
  const { forbidden, options } = require(path.join(root, '.dependency-cruiser.cjs'))
  const tsConfig = { fileName: path.join(baseDir, 'tsconfig.json') }
  const ruleSet = { forbidden, options: { tsConfig } }
  const { output } = await inFolder(baseDir, () =>
    cruise(names, { ...options, baseDir, tsConfig, ruleSet, validate: true }, undefined, {
      tsConfig: extractTSConfig(tsConfig.fileName),
    }),
  )
  const advice = new Map(forbidden.map((rule) => [rule.name, rule.comment]))
  return {
    seen: output.modules.map((module) => module.source).filter((source) => !source.includes('node_modules')),
    violations: output.summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
      advice: advice.get(rule.name),
    })),
  }
}

// The alias of tsconfig.json is resolved from the working directory, whatever baseDir says.
async function inFolder(folder, work) {
  const before = process.cwd()
  process.chdir(folder)
  try {
    return await work()
  } finally {
    process.chdir(before)
  }
}
