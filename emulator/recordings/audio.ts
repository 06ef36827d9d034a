const SAMPLES_PER_SECOND = 8_000;
const HEADER_BYTES = 44;

/**
 * The audio of a recording: a WAV file, PCM 16 bit, 8 kHz, of a soft tone whose pitch follows from the sid, on each
 * channel. `durationS` is cut at 600 s so that an answer stays under 20 MB.
 */
export function wavOf(sid: string, durationS: number, channels: 1 | 2): Buffer {
  const samples = Math.min(durationS, 600) * SAMPLES_PER_SECOND;
  const frameBytes = 2 * channels;
  const wav = Buffer.alloc(HEADER_BYTES + samples * frameBytes);
  writeHeader(wav, samples * frameBytes, channels);
  const hertz = 200 + (Number.parseInt(sid.slice(2, 6), 16) % 400);
  for (let index = 0; index < samples; index += 1) {
    const wave = Math.sin((2 * Math.PI * hertz * index) / SAMPLES_PER_SECOND);
    for (let channel = 0; channel < channels; channel += 1) {
      wav.writeInt16LE(Math.round(wave * 3_000), HEADER_BYTES + index * frameBytes + channel * 2);
    }
  }
  return wav;
}

/** The 44 bytes of a RIFF header for PCM. */
function writeHeader(wav: Buffer, dataBytes: number, channels: 1 | 2): void {
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + dataBytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(channels, 22);
  wav.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  wav.writeUInt32LE(SAMPLES_PER_SECOND * 2 * channels, 28);
  wav.writeUInt16LE(2 * channels, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(dataBytes, 40);
}
