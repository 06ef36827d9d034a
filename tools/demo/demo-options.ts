import { Command, InvalidArgumentError } from 'commander';

/** What `npm start` was asked for. */
export interface DemoOptions {
  /** Exit after the campaign with one JSON line last. */
  once: boolean;
  /** Kill every part at seeded moments while the campaign runs. */
  chaos: boolean;
  contacts: string;
  doNotCall: string;
  flow: string;
  personas: string;
  seed: number;
  /** People and ringing run this many times faster than the clock. */
  timeScale: number;
  /** Rule time (windows, retries) runs this many times faster. */
  ruleRate: number;
  ports: 'auto' | 'config';
  stateDir: string | undefined;
  /** Calls per second of the carrier account. */
  cps: number;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('must be a number above 0');
  return value;
}

function seedNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('must be a whole number');
  return value;
}

function portsMode(text: string): 'auto' | 'config' {
  if (text === 'auto' || text === 'config') return text;
  throw new InvalidArgumentError('must be auto or config');
}

/** Rule time in a chaos run goes slower: a killed part costs wall seconds, and callees' evenings must not come of it. */
const RULE_RATE = { calm: 120, chaos: 45 };

/** Parses the arguments of `npm start -- …`; prints the reason and exits 2 on a wrong one. */
export function parseDemoOptions(argv: readonly string[]): DemoOptions {
  const command = new Command('npm start --')
    .description('The whole development stack and a demo campaign of appointment reminders.')
    .option('--once', 'exit after the campaign; the last line is one JSON object', false)
    .option('--chaos', 'SIGKILL worker, API, jobs, Temporal, Postgres and Redis during the campaign', false)
    .option('--contacts <file>', 'contacts CSV', 'examples/contacts.csv')
    .option('--do-not-call <file>', 'CSV of numbers never to call', 'examples/do-not-call.csv')
    .option('--flow <file>', 'flow JSON', 'examples/flows/appointment-reminder.flow.json')
    .option('--personas <file>', 'how the people of the emulator behave', 'examples/personas.json')
    .option('--seed <n>', 'seed of every random choice', seedNumber, 7)
    .option('--time-scale <n>', 'people and ringing, times faster', positive, 20)
    .option('--rule-rate <n>', 'calling hours and retries, times faster', positive)
    .option('--cps <n>', 'calls per second of the carrier account', positive, 20)
    .option('--ports <mode>', 'auto: free ports instead of the usual ones', portsMode, 'config')
    .option('--state-dir <dir>', 'where the stack keeps its state')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  const options = command
    .parse([...argv], { from: 'user' })
    .opts<Partial<DemoOptions> & Omit<DemoOptions, 'ruleRate' | 'stateDir'>>();
  return {
    ...options,
    stateDir: options.stateDir,
    ruleRate: options.ruleRate ?? (options.chaos ? RULE_RATE.chaos : RULE_RATE.calm),
  };
}
