/** Limits of an import; all are per file, counts or UTF-16 characters unless the name says bytes. */
export const IMPORT_LIMITS = {
  /** A record with more bytes is refused: no contact is that long, and it keeps memory constant. */
  recordBytes: 65_536,
  columns: 60,
  columnName: 64,
  attributes: 40,
  attribute: 1_000,
  name: 200,
  email: 254,
  externalId: 200,
  source: 200,
} as const;
