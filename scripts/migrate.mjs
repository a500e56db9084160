import { migrate } from './lib/migrate.mjs'

const ownerUrl = process.env.MIGRATE_DATABASE_URL
if (!ownerUrl) {
  process.stderr.write(
    'MIGRATE_DATABASE_URL is not set: the address of the database with the user that owns its tables.\n' +
      'Set it to migrate; the server itself runs with DATABASE_URL, as a user that owns nothing.\n',
  )
  process.exit(78)
}
try {
  const { DATABASE_URL: serverUrl, SIGNER_DATABASE_URL: signerUrl } = process.env
  await migrate({ ownerUrl, serverUrl, signerUrl, log: (line) => process.stdout.write(`${line}\n`) })
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
