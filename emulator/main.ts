import { configFrom } from './config.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';

/** The emulator as a process: one ready line on stdout, problems on stderr with exit code 2, a clean end on SIGTERM. */
async function main(): Promise<void> {
  const emulator = await start();
  process.stdout.write(`${JSON.stringify({ msg: 'ready', process: 'emulator', url: emulator.url })}\n`);
  const stop = (): void => void emulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function start(): Promise<Emulator> {
  try {
    return await startEmulator(configFrom(process.argv.slice(2), process.env));
  } catch (error) {
    process.stderr.write(`emulator: ${(error as Error).message}\n`);
    process.exit(2);
  }
}

await main();
