import { join } from 'node:path';
import { appendHeads, readHead } from '../db/audit/chain-head.ts';
import { eachOrganization } from '../db/secrets/each-organization.ts';
import { endPreviousKeys } from '../db/secrets/end-previous-keys.ts';
import { sealCarrierTokens } from '../db/secrets/seal-carrier-tokens.ts';
import type { SideJob } from '../providers/redis/side-jobs.ts';
import type { Foundation } from './foundation.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The file that the heads of audit chains are exported to. */
export function headsFile(dataDir: string): string {
  return join(dataDir, 'audit', 'heads.jsonl');
}

type JobFoundation = Pick<Foundation, 'pool' | 'secrets' | 'config' | 'logger'>;

/** The upkeep of secrets and of the audit log: every job may run twice, or late. */
export function secretJobs(foundation: JobFoundation): SideJob[] {
  const { pool, config, logger } = foundation;
  return [
    {
      name: 'seal-carrier-tokens',
      everyMs: HOUR_MS,
      run: () => sealAllCarrierTokens(foundation),
    },
    {
      name: 'end-previous-keys',
      everyMs: MINUTE_MS,
      async run() {
        let ended = 0;
        for await (const orgId of eachOrganization(pool)) ended += await endPreviousKeys(pool, orgId);
        if (ended > 0) logger.info({ ended }, 'keys of before are gone');
      },
    },
    {
      name: 'export-audit-heads',
      everyMs: HOUR_MS,
      async run() {
        const heads = [];
        for await (const orgId of eachOrganization(pool)) heads.push(await readHead(pool, orgId));
        await appendHeads(
          headsFile(config.DATA_DIR),
          heads.filter((head) => head !== null),
        );
      },
    },
  ];
}

/** Seals what a seed or an older installation left plain. */
export async function sealAllCarrierTokens({ pool, secrets, logger }: JobFoundation): Promise<void> {
  let sealed = 0;
  for await (const orgId of eachOrganization(pool)) {
    sealed += await sealCarrierTokens(pool, secrets.box, orgId);
  }
  if (sealed > 0) logger.info({ sealed }, 'carrier tokens are sealed');
}
