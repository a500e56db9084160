// plants: @typescript-eslint/no-non-null-assertion
export const first = (values: string[]): string => values[0]!
