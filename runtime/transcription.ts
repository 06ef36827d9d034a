import { z } from 'zod';
import { countKeyUse } from '../db/secrets/count-key-use.ts';
import { withOrg } from '../db/tenant.ts';
import { activeProviderKey } from '../db/voicemail/transcriber-key.ts';
import type { TranscriptionPort } from '../domain/recording/transcription.port.ts';
import { createOrganizationTranscription } from '../providers/transcription/organization-transcription.ts';
import type { Foundation } from './foundation.ts';

/** A secret of the provider as it is sealed. */
const sealedSchema = z.object({ secret: z.object({ apiKey: z.string() }) });

/** Transcription with each organization's own OpenAI key; offline where there is none. */
export function createTranscription({
  config,
  pool,
  secrets,
  logger,
}: Pick<Foundation, 'config' | 'pool' | 'secrets' | 'logger'>): TranscriptionPort {
  const baseUrl = config.PROVIDER_BASE_URLS.openai;
  return createOrganizationTranscription({
    async keyOf(orgId) {
      const sealed = await activeProviderKey(pool, orgId, 'openai');
      if (!sealed) return null;
      const opened: unknown = JSON.parse(await secrets.box.open(orgId, 'provider_key:openai', sealed));
      return { id: sealed.id, apiKey: sealedSchema.parse(opened).secret.apiKey };
    },
    async connect(apiKey) {
      const { createOpenAiTranscription } = await import(
        '../providers/transcription/openai-transcription.ts'
      );
      return createOpenAiTranscription({ apiKey, ...(baseUrl !== undefined && { baseUrl }) });
    },
    async used({ orgId, keyId, hasFailed }) {
      try {
        await withOrg(pool, orgId, (tx) => countKeyUse(tx, orgId, keyId, { hasFailed }));
      } catch (err) {
        logger.warn({ err, orgId }, 'the use of a key was not counted');
      }
    },
  });
}
