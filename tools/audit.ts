import { parseArgs } from 'node:util';
import { explain } from './stack/stack-error.ts';
import { exportHeads, Refused, type Totals, verifyAll } from './audit/verify-all.ts';

// `npx node tools/audit.ts verify`: recomputes the audit chains of all organizations, or of one.

const usage = `usage: npx node tools/audit.ts verify [--org ID] [--heads FILE] [--output json] [--state-dir DIRECTORY]
       npx node tools/audit.ts heads [--heads FILE]
  verify  recomputes every chain, and finds in it each head of FILE, which jobs append to every hour
          (default: audit/heads.jsonl in DATA_DIR). Exit code 1 when a chain does not hold, 2 when there is no such
          organization, no such FILE, or no head in it.
  heads   appends the heads of now to FILE. Keep a copy where who administers the database cannot write.
  Needs the EVERCALL_KEK of the installation. Uses the servers that the environment names, else this clone's.`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      org: { type: 'string' },
      heads: { type: 'string' },
      output: { type: 'string', default: 'table' },
      'state-dir': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [command] = positionals;
  if (values.help) console.log(usage);
  else if (command === 'heads') console.log(`${await exportHeads(values)} heads exported`);
  else if (command === 'verify') report(await verifyAll(values), values.output);
  else {
    console.error(usage);
    process.exitCode = 2;
  }
} catch (error) {
  console.error(explain(error));
  process.exitCode = error instanceof Refused ? 2 : 1;
}

function report(totals: Totals, output: string): void {
  const { organizations, entries, heads, faults } = totals;
  if (output === 'json') console.log(JSON.stringify(totals));
  else {
    for (const { orgId, seq, fault } of faults)
      console.error(`organization ${orgId}: ${fault} at entry ${seq}`);
    console.log(
      `${organizations} chains, ${entries} entries, ${heads} heads checked, ${faults.length} chains do not hold`,
    );
  }
  if (heads === 0) console.error('Without a head nobody sees whether the newest entries were cut off.');
  if (faults.length > 0) process.exitCode = 1;
}
