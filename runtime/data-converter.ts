import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec.ts';
import type { PayloadKeys } from './payload-keys.ts';

/** The module that clients, workers and the workflow bundle take their failure converter from. */
export const FAILURE_CONVERTER_PATH = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));

/**
 * With `on`, encrypts all that Temporal is given, the messages of failures too; with `off` it only reads what was
 * encrypted, so that runs go on across a switch. One for each process, since it remembers.
 */
export function createDataConverter(keys: PayloadKeys, mode: 'on' | 'off'): DataConverter {
  const codec = createPayloadCodec(keys);
  if (mode === 'on') return { payloadCodecs: [codec], failureConverterPath: FAILURE_CONVERTER_PATH };
  return { payloadCodecs: [{ encode: async (payloads) => payloads, decode: codec.decode }] };
}
