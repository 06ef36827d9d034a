import type { Carrier } from '../carrier.ts';

/** Where the audio of a recording is had: as WAV, or with `.wav` or `.mp3` at the end. */
export function recordingUrl(carrier: Carrier, sid: string): string {
  return `${carrier.url}${carrier.accountPath}/Recordings/${sid}`;
}
