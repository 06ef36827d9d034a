import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { inspectAudio } from './inspect-audio.ts';

const wav = Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt '), Buffer.alloc(5_000, 7)]);

/** The same bytes in pieces, as a network brings them. */
function inPieces(bytes: Buffer, size: number): Readable {
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    ),
    { objectMode: false },
  );
}

describe('a sound on its way', () => {
  it('arrives as it was, measured, in whatever pieces it comes', async () => {
    for (const size of [1, 5, 12, 4_096]) {
      const { body, facts } = inspectAudio(inPieces(wav, size), wav.length, 10_000);
      expect((await buffer(body)).equals(wav)).toBe(true);
      expect(facts()).toEqual({
        sha256: createHash('sha256').update(wav).digest('hex'),
        byteSize: wav.length,
        contentType: 'audio/wav',
      });
    }
  });

  it.each([
    ['no sound', Buffer.from('<!doctype html><script>'), null, 'not_audio', 'final'],
    ['nothing', Buffer.alloc(0), null, 'not_audio', 'final'],
    ['too much', wav, null, 'too_large', 'final'],
    ['less than announced', wav.subarray(0, 400), 5_016, 'cut_off', 'again'],
  ] as const)('fails with %s', async (_what, bytes, announced, message, again) => {
    const limit = message === 'too_large' ? 4_000 : 10_000;
    const { body } = inspectAudio(inPieces(bytes, 100), announced, limit);
    await expect(buffer(body)).rejects.toMatchObject({ message, again });
  });

  it('fails when its source does, even before anybody reads it', async () => {
    const source = new Readable({ read() {} });
    source.push(wav.subarray(0, 100));
    const { body } = inspectAudio(source, null, 10_000);
    const read = buffer(body);
    source.destroy(new Error('the line is cut'));
    await expect(read).rejects.toMatchObject({ message: 'cut_off', again: 'again' });

    const early = new Readable({ read() {} });
    const unread = inspectAudio(early, null, 10_000).body;
    early.destroy(new Error('the line is cut'));
    await new Promise((resolve) => early.once('close', resolve));
    await expect(buffer(unread)).rejects.toMatchObject({ message: 'cut_off' });
  });

  it('lets its source go when it is not read on', async () => {
    const source = new Readable({ read() {} });
    inspectAudio(source, null, 10_000).body.destroy();
    await new Promise((resolve) => source.once('close', resolve));
    expect(source.destroyed).toBe(true);
  });
});
