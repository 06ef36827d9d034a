import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AUDIO_HEAD_BYTES, type AudioType, sniffAudio } from '../../domain/recording/audio-type.ts';

/** Why a sound was not kept; `final` when another try would find the same. The message is a code. */
export class AudioFault extends Error {
  override name = 'AudioFault';
  readonly again: 'again' | 'final';

  constructor(code: string, again: 'again' | 'final', cause?: unknown) {
    super(code, { cause });
    this.again = again;
  }
}

/** What a stream turned out to hold; `sha256` in hex. */
export interface AudioFacts {
  sha256: string;
  byteSize: number;
  contentType: AudioType;
}

/** The bytes of a stream that is read only once somebody reads them; one that breaks is an `AudioFault` to try again. */
async function* bytesOf(source: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of source) yield chunk as Buffer;
  } catch (cause) {
    throw new AudioFault('cut_off', 'again', cause);
  }
}

/**
 * Passes a sound on while it is measured. The stream fails with an `AudioFault` when it is no sound that we keep, is
 * longer than `maxBytes`, breaks, or is not as long as `announced`. `facts` may be asked for once it has ended.
 */
export function inspectAudio(
  source: Readable,
  announced: number | null,
  maxBytes: number,
): { body: Readable; facts: () => AudioFacts } {
  const hash = createHash('sha256');
  let byteSize = 0;
  let contentType: AudioType | null = null;

  async function* measured(): AsyncGenerator<Buffer> {
    let head = Buffer.alloc(0);
    for await (const chunk of bytesOf(source)) {
      byteSize += chunk.length;
      if (byteSize > maxBytes) throw new AudioFault('too_large', 'final');
      hash.update(chunk);
      if (contentType) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < AUDIO_HEAD_BYTES) continue;
      contentType = kindOf(head);
      yield head;
    }
    if (announced !== null && announced !== byteSize) throw new AudioFault('cut_off', 'again');
    if (contentType) return;
    contentType = kindOf(head);
    yield head;
  }

  // Nobody listens until the first byte is asked for, and an error that nobody hears ends the process.
  source.on('error', () => {});
  const body = Readable.from(measured(), { objectMode: false });
  body.once('close', () => source.destroy());
  return {
    body,
    facts: () => ({
      sha256: hash.digest('hex'),
      byteSize,
      contentType: contentType ?? kindOf(Buffer.alloc(0)),
    }),
  };
}

function kindOf(head: Buffer): AudioType {
  const kind = sniffAudio(head);
  if (!kind) throw new AudioFault('not_audio', 'final');
  return kind;
}
