import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CallStore } from './calls/store.ts';
import { noteCall } from './calls/note.ts';
import { createPacer } from './calls/pacer.ts';
import type { Carrier } from './carrier.ts';
import { createClock } from './clock.ts';
import { completeConfig, type EmulatorConfig } from './config.ts';
import { createCounters } from './counters.ts';
import { createFaultDesk } from './faults/desk.ts';
import { MessageStore } from './messages/store.ts';
import { createNumberBook } from './numbers.ts';
import { createDirectory } from './people/directory.ts';
import { Switchboard } from './phone/switchboard.ts';
import { completeRecording } from './recordings/record.ts';
import { RecordingStore } from './recordings/store.ts';
import { closeOldCalls, createRecall, restoreNumbers } from './resume.ts';
import { createHttpServer } from './rest/server.ts';
import { openTruthLog } from './truth.ts';
import { createWebhooks } from './webhooks/deliver.ts';
import { createWebhookFaults } from './webhooks/faulty.ts';

/** A running emulator. `close` stops calls where they are and settles when the port is free. */
export interface Emulator {
  readonly url: string;
  readonly truthPath: string;
  readonly accountSid: string;
  readonly authToken: string;
  close(): Promise<void>;
}

/**
 * Starts an emulator in this process, on 127.0.0.1. What an earlier run left in the truth file is continued: counts
 * go on, and calls that were live then are ended in it. Throws when the port or the truth file cannot be had.
 */
export async function startEmulator(options: Partial<EmulatorConfig>): Promise<Emulator> {
  const config = completeConfig(options);
  const carrier = assemble(config);
  const server = createHttpServer(carrier);
  await listen(server, config.port);
  carrier.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  carrier.truth.write('started', { seed: config.seed, timeScale: config.timeScale });
  return {
    url: carrier.url,
    truthPath: config.truthPath,
    accountSid: config.accountSid,
    authToken: config.authToken,
    close: () => close(carrier, server),
  };
}

function assemble(config: EmulatorConfig): Carrier {
  const clock = createClock(config.timeScale);
  const counters = createCounters();
  const store = new CallStore();
  const recall = createRecall(counters, store);
  const truth = openTruthLog(config.truthPath, clock, (event) => recall.see(event));
  const webhooks = createWebhooks({ ...config, clock, truth });
  const faults = createFaultDesk(config.seed, config.faults);
  const carrier: Carrier = {
    config,
    clock,
    truth,
    store,
    counters,
    webhooks,
    faults,
    startedAtMs: clock.wallMs(),
    accountPath: `/2010-04-01/Accounts/${config.accountSid}`,
    pacer: createPacer(clock, config.cps),
    webhookFaults: createWebhookFaults({ webhooks, faults, clock, truth }),
    numbers: createNumberBook(config.numbers, clock.wallMs()),
    switchboard: new Switchboard((call) => {
      if (call.answeredAtMs !== undefined) noteCall(carrier, call, 'hangup', { by: 'person' });
    }),
    recordings: new RecordingStore(),
    messages: new MessageStore(),
    directory: createDirectory(config.seed, config.personas),
    url: '',
  };
  carrier.recordings.onCallEnded = (recording, durationS) => completeRecording(carrier, recording, durationS);
  closeOldCalls(carrier, recall);
  restoreNumbers(carrier, recall);
  return carrier;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(carrier: Carrier, server: Server): Promise<void> {
  carrier.clock.stop();
  carrier.switchboard.close();
  const closed = new Promise<void>((done) => void server.close(() => done()));
  server.closeAllConnections();
  await closed;
  carrier.truth.write('stopped', { live: carrier.store.live.size });
  carrier.truth.close();
}
