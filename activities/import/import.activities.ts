import { rm } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { Context, heartbeat } from '@temporalio/activity';
import type { Pool } from 'pg';
import { importSummary } from '../../db/imports/import-store.ts';
import { AppError } from '../../domain/errors.ts';
import { runImport } from './run-import.ts';

/** Some 5,000 lines: enough to spread the cost of a transaction, few enough to hold in memory twice. */
const BLOCK_BYTES = 512 * 1024;

/** Which import; the row `contact_import` holds everything else. */
export interface ImportRef {
  orgId: string;
  importId: string;
}

/** Where an import stands after a round; `running` asks for another. Counts are rows of the file. */
export interface ImportRound {
  state: 'running' | 'completed' | 'failed';
  errorCode: string | null;
  byteOffset: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  suppressed: number;
}

/** What the import activities need; built in `runtime/`. */
export interface ImportActivityDeps {
  /** Connections as `app_user`. */
  pool: Pool;
  /** Keyed hash of a number; `orgKey` is the organization's `phone_hash_key`. */
  hashPhone(orgKey: Buffer, e164: string): Buffer;
  /** Folder that `contact_import.file_path` is relative to. */
  dataDir: string;
  killPoint(name: string): void;
  /** How long a round lasts before it hands back, wall ms. @default 15000 */
  roundMs?: number;
  /** About as many bytes of the file a transaction. @default 524288 */
  blockBytes?: number;
}

/** Absolute path of an uploaded file; AppError `import.file_missing` when it would lie outside the folder. */
function pathInside(dataDir: string, filePath: string): string {
  const root = resolve(dataDir);
  const path = resolve(root, filePath);
  if (!path.startsWith(root + sep)) throw new AppError({ code: 'import.file_missing' });
  return path;
}

/** Activities of `importContacts`. */
export function createImportActivities(deps: ImportActivityDeps) {
  return {
    /**
     * Imports a file from where it stands, until its end or for one round. EFFECT: a stretch of lines a transaction,
     * position included, so that killed, repeated or run twice at once it neither loses nor doubles a line; the file
     * is deleted when the import has ended. Heartbeats its position. Throws `import.not_found`.
     */
    async importRound(ref: ImportRef): Promise<ImportRound> {
      const endsAt = performance.now() + (deps.roundMs ?? 15_000);
      const ended = await runImport({
        ...deps,
        ...ref,
        blockBytes: deps.blockBytes ?? BLOCK_BYTES,
        pathOf: (filePath) => pathInside(deps.dataDir, filePath),
        onProgress: (byte) => {
          heartbeat(byte);
          Context.current().cancellationSignal.throwIfAborted();
        },
        isRoundOver: () => performance.now() >= endsAt,
      });
      const summary = await importSummary(deps.pool, ref.orgId, ref.importId);
      if (!summary) throw new AppError({ code: 'import.not_found' });
      if (ended) await rm(pathInside(deps.dataDir, ended.filePath), { force: true });
      const { state, ...counts } = summary;
      return { ...counts, state: state === 'queued' ? 'running' : state };
    },
  };
}

/** Type of the import activities, for `proxyActivities`. */
export type ImportActivities = ReturnType<typeof createImportActivities>;
