import { parseArgs, styleText } from 'node:util';
import { checkGoLive } from './doctor/check-go-live.ts';
import { checkNumbers } from './doctor/check-numbers.ts';
import { checkBrowser, checkNode, checkTestServer } from './doctor/check-programs.ts';
import { checkDisk, checkProcesses, checkServers } from './doctor/check-servers.ts';
import { type Finding, isFault } from './doctor/finding.ts';
import { layoutOf } from './stack/layout.ts';
import { explain } from './stack/stack-error.ts';

// `npm run doctor [-- --output json]`: what is installed, reachable and missing, each with its mend. Exit 1 on a fault.

const colours = { ok: 'green', idle: 'green', warning: 'yellow', missing: 'red', broken: 'red' } as const;

function asLines({ part, state, how, version, location, note, mend }: Finding): string {
  const facts = [version, how, location, note].filter((fact) => fact !== null).join(', ');
  const line = `${styleText(colours[state], state.padEnd(8))} ${part.padEnd(21)} ${facts}`;
  return mend === null ? line : `${line}\n${' '.repeat(31)}to mend it: ${mend}`;
}

async function examine(stateDir: string | undefined): Promise<Finding[]> {
  const layout = layoutOf(stateDir);
  const groups = await Promise.all([
    checkServers(layout),
    Promise.all([checkTestServer(), checkBrowser()]),
    checkProcesses(layout),
    checkGoLive(),
    checkNumbers(stateDir),
  ]);
  return [checkNode(), checkDisk(), ...groups.flat()];
}

try {
  const { values } = parseArgs({
    options: { output: { type: 'string', default: 'table' }, 'state-dir': { type: 'string' } },
  });
  const findings = await examine(values['state-dir']);
  if (values.output === 'json') console.log(JSON.stringify(findings, null, 2));
  else for (const found of findings) console.log(asLines(found));
  process.exitCode = findings.some(isFault) ? 1 : 0;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
