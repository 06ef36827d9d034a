import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { AUDIO_HEAD_BYTES, type AudioType, sniffAudio } from '../../domain/recording/audio-type.ts';

/** Why a sound was not kept; `final` when another try would find the same. The message is a code. */
export class AudioFault extends Error {
  override name = 'AudioFault';
  readonly again: 'again' | 'final';

  constructor(code: string, again: 'again' | 'final') {
    super(code);
    this.again = again;
  }
}

/** What a stream turned out to hold; `sha256` in hex. */
export interface AudioFacts {
  sha256: string;
  byteSize: number;
  contentType: AudioType;
}

/**
 * Passes a sound on while it is measured. The stream fails with an `AudioFault` when it is no sound that we keep, is
 * longer than `maxBytes`, or is not as long as `announced`. `facts` may be asked for once it has ended.
 */
export function inspectAudio(
  source: Readable,
  announced: number | null,
  maxBytes: number,
): { body: Readable; facts: () => AudioFacts } {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let byteSize = 0;
  let contentType: AudioType | null = null;
  const sniff = (): AudioFault | null => {
    contentType = sniffAudio(head);
    return contentType ? null : new AudioFault('not_audio', 'final');
  };
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      byteSize += chunk.length;
      if (byteSize > maxBytes) return done(new AudioFault('too_large', 'final'));
      hash.update(chunk);
      if (head.length < AUDIO_HEAD_BYTES) {
        head = Buffer.concat([head, chunk]).subarray(0, AUDIO_HEAD_BYTES);
        const fault = head.length < AUDIO_HEAD_BYTES ? null : sniff();
        if (fault) return done(fault);
      }
      done(null, chunk);
    },
    flush(done) {
      if (announced !== null && announced !== byteSize) return done(new AudioFault('cut_off', 'again'));
      done(contentType ? null : sniff());
    },
  });
  source.once('error', (cause) => measure.destroy(cause));
  measure.once('close', () => source.destroy());
  return {
    body: source.pipe(measure),
    facts: () => {
      if (!contentType) throw new AudioFault('not_audio', 'final');
      return { sha256: hash.digest('hex'), byteSize, contentType };
    },
  };
}
