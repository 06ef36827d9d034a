const SAMPLES_PER_SECOND = 8_000;
const HEADER_BYTES = 44;

/**
 * The audio of a recording: a WAV file, PCM 16 bit, mono, 8 kHz, of a soft tone whose pitch follows from the sid.
 * `durationS` is cut at 600 s so that an answer stays under 10 MB.
 */
export function wavOf(sid: string, durationS: number): Buffer {
  const samples = Math.min(durationS, 600) * SAMPLES_PER_SECOND;
  const wav = Buffer.alloc(HEADER_BYTES + samples * 2);
  writeHeader(wav, samples * 2);
  const hertz = 200 + (Number.parseInt(sid.slice(2, 6), 16) % 400);
  for (let index = 0; index < samples; index += 1) {
    const wave = Math.sin((2 * Math.PI * hertz * index) / SAMPLES_PER_SECOND);
    wav.writeInt16LE(Math.round(wave * 3_000), HEADER_BYTES + index * 2);
  }
  return wav;
}

/** The 44 bytes of a RIFF header for PCM. */
function writeHeader(wav: Buffer, dataBytes: number): void {
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + dataBytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  wav.writeUInt32LE(SAMPLES_PER_SECOND * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(dataBytes, 40);
}
