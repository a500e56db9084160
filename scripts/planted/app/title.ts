// plants: nothing
export const title = 'Aviary'
