import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ImportedContact } from '../../domain/import/read-contact.ts';

/** A contact on its way into the database; `line` is where it stands in the file. */
export interface StagedContact extends ImportedContact {
  line: number;
  phoneHash: Buffer;
}

// COPY FROM is refused on tables with row-level security, so the rows arrive in a table of the session alone.
const CREATE_STAGE = `
  CREATE TEMP TABLE IF NOT EXISTS import_stage (
    id uuid NOT NULL DEFAULT uuidv7(), line_no int NOT NULL, phone_hash bytea NOT NULL, phone_e164 text NOT NULL,
    first_name text, last_name text, email text, language text NOT NULL, zone text, region text,
    country text NOT NULL, external_id text, priority int NOT NULL, source text NOT NULL, attributes jsonb NOT NULL
  ) ON COMMIT DELETE ROWS`;

const COPY_STAGE = `
  COPY pg_temp.import_stage (line_no, phone_hash, phone_e164, first_name, last_name, email, language, zone, region,
    country, external_id, priority, source, attributes) FROM STDIN`;

const ROWS_PER_MESSAGE = 200;
const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value in COPY's text format. Source: PostgreSQL manual, COPY, "Text Format". */
export function copyText(value: string | null): string {
  if (value === null) return '\\N';
  return SPECIAL.test(value) ? value.replaceAll(/[\\\t\n\r]/g, (special) => ESCAPES[special] ?? '') : value;
}

function copyLine(row: StagedContact): string {
  const texts = [
    row.phoneE164,
    row.firstName,
    row.lastName,
    row.email,
    row.language,
    row.zone,
    row.region,
    row.country,
    row.externalId,
    String(row.priority),
    row.source,
    JSON.stringify(row.attributes),
  ];
  return `${row.line}\t\\\\x${row.phoneHash.toString('hex')}\t${texts.map(copyText).join('\t')}\n`;
}

function* copyMessages(rows: readonly StagedContact[]): Generator<Buffer> {
  for (let at = 0; at < rows.length; at += ROWS_PER_MESSAGE)
    yield Buffer.from(
      rows
        .slice(at, at + ROWS_PER_MESSAGE)
        .map(copyLine)
        .join(''),
    );
}

/** Puts rows into the session's `import_stage`, each with a fresh id; they vanish with the transaction. */
export async function stageContacts(tx: PoolClient, rows: readonly StagedContact[]): Promise<void> {
  await tx.query(CREATE_STAGE);
  await pipeline(Readable.from(copyMessages(rows), { objectMode: true }), tx.query(copyFrom(COPY_STAGE)));
}
