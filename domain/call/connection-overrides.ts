/**
 * How the carrier fetches our URLs: shorter time-outs and three retries on connect, read and server errors, inside its
 * 15 s, never after a 4xx. A fragment, so it is neither sent nor signed. Source: Twilio docs, "Webhooks connection
 * overrides".
 */
export const CONNECTION_OVERRIDES = '#ct=2000&rt=4000&tt=15000&rc=3&rp=ct,rt,5xx';
