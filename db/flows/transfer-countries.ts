import type { PoolClient } from 'pg';
import { transferCountries } from '../../domain/ivr/transfer-target.ts';

interface Row {
  setting: string[] | null;
  /** As much of each own number as tells its country. */
  own: string[];
}

const READ = `
SELECT (SELECT nullif(document -> 'transferCountries', 'null') FROM organization_settings) AS setting,
       ARRAY(SELECT DISTINCT left(e164, 8) FROM phone_number) AS own`;

/** The countries (ISO 3166-1) into which flows of the organization that `tx` is in may transfer now. */
export async function allowedTransferCountries(tx: PoolClient): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<Row>({ name: 'transfer_countries', text: READ });
  const { setting = null, own = [] } = rows[0] ?? {};
  return transferCountries(setting, own);
}
