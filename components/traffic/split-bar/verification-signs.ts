/** Shape, word and colour of each state of a split; the shape is there so that colour never stands alone. */
export const verificationSigns = {
  verified: { glyph: '✓', word: 'verified', className: 'text-ok' },
  converging: { glyph: '◌', word: 'converging', className: 'text-info' },
  off: { glyph: '✕', word: 'off', className: 'text-failing' },
  unverifiable: { glyph: '?', word: 'cannot be verified', className: 'text-muted' },
} as const
