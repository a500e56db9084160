import { config } from 'zod'

// Before any schema is made: zod would try whether `eval` works, which the page's policy refuses and reports.
config({ jitless: true })
