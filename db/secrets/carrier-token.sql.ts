/**
 * SQL of an account's token as `CarrierAccount.authToken` holds it: the plain one of a row that is not sealed yet,
 * else `sealed:1:<organization>:<key version>:<base64>`. `row` is the alias of `carrier_account`.
 */
export function storedToken(row: string): string {
  return `coalesce(${row}.auth_token, ${sealedText(row, 'auth_token')})`;
}

/**
 * The same of the token before, which webhooks may still be signed with; null when there is none. A plain token beside
 * a sealed one is the newer: what is sealed is then the one before.
 */
export function storedPreviousToken(row: string): string {
  const replaced = `CASE WHEN ${row}.auth_token IS NOT NULL THEN ${sealedText(row, 'auth_token')} END`;
  return `coalesce(${row}.auth_token_previous, ${replaced}, ${sealedText(row, 'auth_token_previous')})`;
}

function sealedText(row: string, column: string): string {
  // encode() breaks lines after 76 characters.
  const base64 = `translate(encode(${row}.${column}_ciphertext, 'base64'), E'\\n', '')`;
  return `'sealed:1:' || ${row}.org_id || ':' || ${row}.${column}_key_version || ':' || ${base64}`;
}
