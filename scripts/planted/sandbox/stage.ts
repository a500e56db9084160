// plants: nothing
export const stage = 1
