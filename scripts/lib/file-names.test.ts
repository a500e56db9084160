import { expect, test } from 'vitest'
import { faultInName } from './file-names.mjs'

test.each([
  'lib/traffic/istio/weight-patch.ts',
  'app/(console)/services/[cluster]/[...rest]/page.tsx',
  'app/.well-known/security/route.ts',
  'scripts/lib/stack.d.mts',
  'e2e/api/moves.test.ts',
])('%s is well named', (file) => {
  expect(faultInName(file)).toBeUndefined()
})

test.each([
  ['lib/traffic/index.ts', 'index'],
  ['lib/utils.ts', 'utils says nothing'],
  ['lib/helpers/time.ts', 'helpers says nothing'],
  ['components/SplitBar.tsx', 'kebab-case'],
  ['lib/snake_case/file.ts', 'snake_case'],
])('%s is complained about', (file, reason) => {
  expect(faultInName(file)).toContain(reason)
})
