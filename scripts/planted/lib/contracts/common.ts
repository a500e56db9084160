// plants: nothing
export const limit = 100
