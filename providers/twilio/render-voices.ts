import type twilio from 'twilio';
import type { Language } from '../../contracts/call-instructions.ts';

type VoiceResponse = InstanceType<typeof twilio.twiml.VoiceResponse>;
type SayAttributes = Extract<Parameters<VoiceResponse['say']>[0], { voice?: unknown }>;
type GatherAttributes = NonNullable<Parameters<VoiceResponse['gather']>[0]>;

/** How a language is spoken and understood. Source: Twilio docs, TwiML Say, "Available voices and languages". */
export interface Voice {
  voice: NonNullable<SayAttributes['voice']>;
  language: NonNullable<SayAttributes['language']> & NonNullable<GatherAttributes['language']>;
}

/** The voice of each language; there is no Amazon voice for Czech. */
export const VOICES: Readonly<Record<Language, Voice>> = {
  en: { voice: 'Google.en-US-Neural2-F', language: 'en-US' },
  es: { voice: 'Google.es-ES-Neural2-A', language: 'es-ES' },
  cs: { voice: 'Google.cs-CZ-Wavenet-A', language: 'cs-CZ' },
};
