/** Kinds of sound that are kept and handed out; everything else is refused, whatever its sender calls it. */
export const AUDIO_TYPES = ['audio/wav', 'audio/mpeg', 'audio/ogg'] as const;
export type AudioType = (typeof AUDIO_TYPES)[number];

/** How many bytes of the beginning tell the kind. */
export const AUDIO_HEAD_BYTES = 12;

/**
 * The kind of sound by its first bytes, or null when it is none that we keep. Source: RFC 2361 (WAVE), ISO/IEC 11172-3
 * and ID3v2 (MPEG audio), RFC 3533 (Ogg).
 */
export function sniffAudio(head: Uint8Array): AudioType | null {
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return 'audio/wav';
  if (text(0, 4) === 'OggS') return 'audio/ogg';
  if (text(0, 3) === 'ID3') return 'audio/mpeg';
  const [first = 0, second = 0] = head;
  // Frame sync, and a layer that is not reserved.
  if (first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0) return 'audio/mpeg';
  return null;
}
