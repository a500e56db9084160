/** e-values of *worse?*: fails, at most one good canary in a hundred; is said, and stops passing. */
export const failsAt = 100
export const warnsAt = 20
/** e-value of *good enough?*: passes, at most one canary beyond the margin in twenty. */
export const passesAt = 20
