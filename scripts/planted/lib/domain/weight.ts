// plants: nothing
export type Weight = number
export const whole = 100
