/**
 * Silence as an MP3 file of `durationS` seconds (600 at most): MPEG-2 layer III, mono, 16 kHz, 16 kbit/s. A frame whose
 * side information is all zero has no signal, and needs no encoder. Source: ISO/IEC 13818-3, section 2.4.1.
 */
export function silentMp3(durationS: number): Buffer {
  const frames = Math.ceil((Math.min(durationS, 600) * SAMPLES_PER_SECOND) / SAMPLES_PER_FRAME);
  const mp3 = Buffer.alloc(frames * FRAME_BYTES);
  for (let index = 0; index < frames; index += 1) HEADER.copy(mp3, index * FRAME_BYTES);
  return mp3;
}

const SAMPLES_PER_SECOND = 16_000;
const SAMPLES_PER_FRAME = 576;
/** 72 x 16,000 bit/s / 16,000 Hz. */
const FRAME_BYTES = 72;
/** Sync, MPEG-2, layer III, no CRC; 16 kbit/s, 16 kHz, no padding; mono, original. */
const HEADER = Buffer.from([0xff, 0xf3, 0x28, 0xc4]);
