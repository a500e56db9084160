import { generatePrismaClient } from './lib/prisma-client.mjs'

const ran = await generatePrismaClient()
if (!ran) process.stdout.write('the Prisma client is up to date\n')
