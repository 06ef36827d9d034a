/** What the secret of a webhook endpoint is bound to besides its organization. */
export function webhookSecretKind(endpointId: string): string {
  return `webhook_endpoint:${endpointId}`;
}
