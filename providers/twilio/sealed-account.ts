import type { CarrierAccount, CarrierPort, CreateCallResult } from '../../domain/call/carrier.port.ts';
import type { CarrierTokens } from '../secrets/carrier-token.ts';

/** Why nothing was sent when the token of an account cannot be opened. */
export const SECRET_UNREADABLE = 'secret_unreadable';

/**
 * The port of an account whose token is opened at its first use and kept. As long as it cannot be opened nothing is
 * sent, and every look-up is unavailable.
 */
export function portOfSealed(
  account: CarrierAccount,
  tokens: Pick<CarrierTokens, 'open'>,
  portOf: (account: CarrierAccount) => CarrierPort,
): CarrierPort {
  let opened: CarrierPort | undefined;

  async function port(): Promise<CarrierPort | null> {
    if (opened) return opened;
    try {
      opened = portOf({ ...account, authToken: await tokens.open(account) });
      return opened;
    } catch {
      return null;
    }
  }

  const unavailable = { kind: 'unavailable' as const, reason: SECRET_UNREADABLE };
  return {
    async createCall(request, hooks): Promise<CreateCallResult> {
      return (await port())?.createCall(request, hooks) ?? { kind: 'not_sent', reason: SECRET_UNREADABLE };
    },
    fetchCall: async (callId) => (await port())?.fetchCall(callId) ?? unavailable,
    listCalls: async (query) => (await port())?.listCalls(query) ?? unavailable,
    endCall: async (callId) => (await port())?.endCall(callId) ?? unavailable,
    redirectCall: async (callId, url) => (await port())?.redirectCall(callId, url) ?? unavailable,
  };
}
