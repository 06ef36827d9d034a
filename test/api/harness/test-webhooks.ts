import type { Pool } from 'pg';
import type { CarrierWebhooks } from '../../../api/webhooks/carrier-webhooks.ts';
import { attemptLink } from '../../../providers/crypto/attempt-link.ts';
import { openInput, sealInput } from '../../../providers/crypto/sealed-input.ts';
import { isSignedBy } from '../../../providers/twilio/signature.ts';

/** The real adapter over a test database. */
export function testWebhooks(_pool: Pool): CarrierWebhooks {
  return {
    isSigned: ({ authTokens, signature, url, params }) =>
      isSignedBy({ url, signature, body: { kind: 'form', params } }, authTokens),
    isAttemptLink: attemptLink.verify,
    sealInput,
    openInput: (key, bound, sealed) => openInput(key, bound, sealed) as never,
    applyEvent: () => Promise.resolve({ isKnown: false }),
    prompts: () => Promise.resolve({}),
    render: () => '',
  };
}
