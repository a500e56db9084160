import fc from 'fast-check'

/** What objects of users have besides what Aviary reads: odd names, absent members, fields that it doesn't know. */

export const oddText = fc.constantFrom(
  'main',
  'a/b',
  '__proto__',
  'm~n',
  '🐦 "bird"',
  '',
  'constructor',
  'v1',
)

const unknownValue = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(null, 0, 'x', [], [1, { a: null }], { b: { c: [true] } }),
  },
  fc.jsonValue({ maxDepth: 1 }),
)

export const unknownFields = fc
  .array(fc.tuple(fc.constantFrom('x-note', 'futureField', '__proto__', 'a/b~c'), unknownValue), {
    maxLength: 2,
  })
  .map((members) => Object.fromEntries(members))

/** Adds fields that Aviary doesn't know. */
export function withUnknown<T extends object>(known: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.tuple(known, unknownFields).map(([own, unknown]) => ({ ...unknown, ...own }))
}

/** Leaves out members drawn as undefined, as JSON would. */
export function dropped<T extends object>(known: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return known.map(
    (value) => Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T,
  )
}

/** Drawn as undefined now and then. */
export function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined })
}
