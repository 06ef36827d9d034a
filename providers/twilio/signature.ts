import twilio from 'twilio';

/** A webhook as received; `url` is the exact public URL with its raw query, never rebuilt. */
export interface SignedRequest {
  url: string;
  /** Value of `X-Twilio-Signature`. */
  signature: string;
  body: { kind: 'form'; params: Readonly<Record<string, string | string[]>> } | { kind: 'json'; raw: string };
}

/**
 * Whether one of the account's tokens signed this request; both are tried while a token is rotated. Form parameters
 * flat and untrimmed. Source: Twilio "Security: validating requests".
 */
export function isSignedBy(request: SignedRequest, authTokens: readonly (string | null)[]): boolean {
  const { url, signature, body } = request;
  if (signature === '') return false;
  return authTokens.some((token) => {
    if (token === null) return false;
    return body.kind === 'form'
      ? twilio.validateRequest(token, signature, url, body.params)
      : twilio.validateRequestWithBody(token, signature, url, body.raw);
  });
}
