import { defineConfig } from 'prisma/config'

// Migrations run as the owner of the tables; `npm run migrate` applies the same folder without Prisma's engine.
const url = process.env['MIGRATE_DATABASE_URL'] ?? process.env['DATABASE_URL'] ?? ''

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url },
})
