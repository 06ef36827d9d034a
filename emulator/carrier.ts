import type { CallStore } from './calls/store.ts';
import type { Pacer } from './calls/pacer.ts';
import type { Clock } from './clock.ts';
import type { EmulatorConfig } from './config.ts';
import type { Counters } from './counters.ts';
import type { FaultDesk } from './faults/desk.ts';
import type { MessageStore } from './messages/store.ts';
import type { NumberBook } from './numbers.ts';
import type { Directory } from './people/directory.ts';
import type { Switchboard } from './phone/switchboard.ts';
import type { RecordingStore } from './recordings/store.ts';
import type { TruthLog } from './truth.ts';
import type { Webhooks } from './webhooks/deliver.ts';
import type { WebhookFaults } from './webhooks/faulty.ts';

/** The parts of a running emulator, put together in `start-emulator.ts`. */
export interface Carrier {
  readonly config: EmulatorConfig;
  readonly clock: Clock;
  readonly truth: TruthLog;
  readonly store: CallStore;
  readonly pacer: Pacer;
  readonly webhooks: Webhooks;
  readonly webhookFaults: WebhookFaults;
  readonly faults: FaultDesk;
  readonly numbers: NumberBook;
  readonly recordings: RecordingStore;
  readonly messages: MessageStore;
  readonly switchboard: Switchboard;
  readonly counters: Counters;
  /** `/2010-04-01/Accounts/{sid}`. */
  readonly accountPath: string;
  /** Wall epoch ms of the start. */
  readonly startedAtMs: number;
  /** Where the emulator is reached, without a slash at the end. */
  url: string;
  /** Replaced as a whole by PUT /emulator/personas. */
  directory: Directory;
}
