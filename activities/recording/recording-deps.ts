import type { Pool } from 'pg';
import type { RecordingAudioRegistry } from '../../domain/recording/recording-audio.port.ts';
import type { ObjectStore } from '../../domain/storage/object-store.port.ts';

/** What fetching recordings works with. */
export interface RecordingDeps {
  /** Connections of app_user. */
  pool: Pool;
  /** Connections of app_system. */
  systemPool: Pool;
  recordings: RecordingAudioRegistry;
  objects: ObjectStore;
  /** Epoch ms of the clock on the wall. */
  wallMs: () => number;
  killPoint: (name: string) => void;
  /** Told of an error that the job goes on after. */
  onError: (error: unknown) => void;
}
