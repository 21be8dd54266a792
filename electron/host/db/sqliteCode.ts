/** SQLite's result code of an error, e.g. 'SQLITE_BUSY'; undefined for any other error. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && error.code.startsWith('SQLITE') ? error.code : undefined;
}
