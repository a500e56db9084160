import { expect, it } from 'vitest'
import { writerNote } from './writer-note'

it('tells a file that will be applied again from a change by hand', () => {
  expect(writerNote('kubectl-client-side-apply')).toContain('next kubectl apply')
  expect(writerNote('kubectl')).toContain('next kubectl apply')
  expect(writerNote('kubectl-patch')).toContain('by hand')
  expect(writerNote('aviary')).toBeUndefined()
})
