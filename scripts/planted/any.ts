// plants: @typescript-eslint/no-explicit-any
export const nothing = (value: any): boolean => Boolean(value)
