export interface MigrationFile {
  name: string
  sql: string
  checksum: string
}
export interface MigrationRow {
  migration_name: string
  checksum: string
  started_at: Date
  finished_at: Date | null
  rolled_back_at: Date | null
}
export function readMigrations(folder: string): MigrationFile[]
export function planMigrations(
  files: MigrationFile[],
  rows: MigrationRow[],
): { pending: MigrationFile[]; warnings: string[] }
