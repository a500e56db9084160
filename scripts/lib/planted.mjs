import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ESLint } from 'eslint'
import { judgeImports } from './boundaries.mjs'
import { filesBelow } from './hash-tree.mjs'
import { root } from './root.mjs'

const planted = path.join(root, 'scripts', 'planted')

/** The rule that a planted file breaks according to its first line; undefined for `nothing`. */
function plantedRule(text) {
  const found = /^\/\/ plants: (\S+)/.exec(text)
  if (!found) throw new Error('a planted file must begin with "// plants: <rule>" or "// plants: nothing"')
  return found[1] === 'nothing' ? undefined : found[1]
}

/**
 * Runs the import rules and ESLint over the planted faults of scripts/planted. Answers one line for each fault that
 * was not reported and each innocent file that was, so that a check which sees nothing cannot pass.
 */
export async function proveChecks(forbiddenRules) {
  const files = filesBelow(planted, '.')
    .map((file) => file.replace(/^\.\//, ''))
    .filter((file) => /\.m?tsx?$/.test(file))
  const expected = files.map((file) => [file, plantedRule(readFileSync(path.join(planted, file), 'utf8'))])
  const reported = new Map(files.map((file) => [file, new Set()]))
  const { violations } = await judgeImports(planted, ['app', 'components', 'lib', 'sandbox', 'signer'])
  for (const { from, rule } of violations) reported.get(from)?.add(rule)

  const forEslint = expected
    .filter(([, rule]) => rule?.includes('/'))
    .map(([file]) => path.join(planted, file))
  const eslint = new ESLint({ cwd: root, ignore: false })
  for (const result of await eslint.lintFiles(forEslint)) {
    const rules = reported.get(path.relative(planted, result.filePath))
    for (const message of result.messages) if (message.severity === 2) rules.add(message.ruleId)
  }

  const unproven = forbiddenRules.filter((name) => !expected.some(([, rule]) => rule === name))
  return [
    ...unproven.map((name) => `no planted file breaks the rule ${name}`),
    ...expected.flatMap(([file, rule]) => complaint(file, rule, [...reported.get(file)])),
  ]
}

function complaint(file, rule, reported) {
  if (rule && !reported.includes(rule)) return [`${file} plants ${rule}, which was not reported`]
  if (!rule && reported.length > 0)
    return [`${file} is innocent, but was reported for ${reported.join(', ')}`]
  return []
}
