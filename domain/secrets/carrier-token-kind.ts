/** What a carrier account's token is bound to besides its organization. */
export function carrierTokenKind(account: { provider: string; accountSid: string }): string {
  return `carrier_token:${account.provider}:${account.accountSid}`;
}
