import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { importRowSchema, importSchema } from '../../../../contracts/contact.schema.ts';
import type { CliContext, ExitCode } from '../../cli-command.types.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import { renderBar } from '../../view/campaign-frame.ts';
import { renderFields, renderTable } from '../../view/columns.ts';
import { type OutputOptions, writeAnswer } from '../../view/output.ts';

const EVERY_MS = 500;
/** Refused rows that are shown to people; as JSON there are all. */
const ROWS_SHOWN = 20;
const ROWS_PER_PAGE = 200;

type Import = z.output<typeof importSchema>;
type ImportRow = z.output<typeof importRowSchema>;

/**
 * Follows an import to its end, and writes what became of it with the rows that were not taken. 0 when it is completed,
 * 1 when it failed. Cut off, it goes on by itself: following it again takes up where it is.
 */
export async function followImport(
  context: CliContext,
  api: ApiClient,
  id: string,
  options: OutputOptions,
): Promise<ExitCode> {
  const done = await untilOver(context, api, id);
  const rows = await refusedRows(api, id, options.output === 'json' ? Number.MAX_SAFE_INTEGER : ROWS_SHOWN);
  writeAnswer(context, options, { import: done, rows }, () => renderImport(done, rows));
  return done.state === 'failed' ? 1 : 0;
}

async function untilOver({ live, error, signal }: CliContext, api: ApiClient, id: string): Promise<Import> {
  try {
    for (;;) {
      const { import: reading } = await api.call(API.getImport, { params: { id }, query: { limit: 1 } });
      live?.show(
        renderProgress('importing', reading.bytesDone, reading.bytesTotal, `${reading.linesDone} lines`),
      );
      if (reading.state === 'completed' || reading.state === 'failed') return reading;
      await delay(EVERY_MS, undefined, { signal });
    }
  } catch (fault) {
    live?.done();
    error(`The import goes on without this command.\n  To follow it: evercall contacts follow ${id}`);
    throw fault;
  } finally {
    live?.done();
  }
}

async function refusedRows(api: ApiClient, id: string, count: number): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const limit = Math.min(ROWS_PER_PAGE, count - rows.length);
    const page = await api.call(API.getImport, { params: { id }, query: { limit, cursor } });
    rows.push(...page.rows);
    if (page.nextCursor === null || rows.length >= count) return rows;
    cursor = page.nextCursor;
  }
}

/** A bar with what is done and how far it is. */
export function renderProgress(what: string, done: number, total: number, detail: string): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  return `${renderBar(done, total)} ${what} ${Math.floor(share * 100)} %  ${detail}`;
}

function renderImport(done: Import, rows: readonly ImportRow[]): string {
  const refused = done.rejected + done.duplicates;
  return [
    renderFields({
      import: done.id,
      list: done.listId,
      state: done.errorCode ? `${done.state} (${done.errorCode})` : done.state,
      taken: done.accepted,
      refused: done.rejected,
      duplicates: done.duplicates,
      'on the do-not-call list': done.suppressed,
    }),
    ...(rows.length > 0
      ? [
          '',
          renderTable(rows, {
            line: ({ line }) => line,
            code: ({ code }) => code,
            reason: ({ reason }) => reason,
          }),
        ]
      : []),
    ...(refused > rows.length ? [`and ${refused - rows.length} more; --output json has them all`] : []),
  ].join('\n');
}
