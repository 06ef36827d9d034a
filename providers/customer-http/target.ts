import { lookup as resolve } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** One address of a host, checked. */
export interface CheckedAddress {
  address: string;
  family: 4 | 6;
}

/** Why an address of a customer is not called. */
export type RefusedTarget =
  | 'url_not_valid'
  | 'scheme_not_allowed'
  | 'port_not_allowed'
  | 'credentials_in_url'
  | 'host_not_found'
  | 'address_not_public';

/** Where a request may go: the URL, and the only addresses that its socket may connect to. */
export type Target =
  | { kind: 'allowed'; url: URL; addresses: CheckedAddress[] }
  | { kind: 'refused'; reason: RefusedTarget };

/** All addresses of a host name; rejects when there is none. */
export type Resolver = (hostname: string) => Promise<CheckedAddress[]>;

/** The names as the system resolves them, every address of both families. */
export const systemResolver: Resolver = async (hostname) =>
  (await resolve(hostname, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/** Rules of `checkTarget`. */
export interface TargetRules {
  resolver: Resolver;
  /** `host:port` that are called whatever their address, by http too: development only, empty in production. */
  developmentHosts: ReadonlySet<string>;
}

const PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };
const ALLOWED_PORTS: ReadonlySet<string> = new Set(['80', '443']);

/**
 * Decides whether a customer's URL may be called, and pins it to the addresses that were judged: the name is resolved
 * once, here, and one address that is not public refuses all of them. Never throws.
 */
export async function checkTarget(text: string, rules: TargetRules): Promise<Target> {
  const url = URL.parse(text);
  if (!url) return { kind: 'refused', reason: 'url_not_valid' };
  const isDevelopment = rules.developmentHosts.has(hostAndPort(url));
  const reason = faultOf(url, isDevelopment);
  if (reason) return { kind: 'refused', reason };
  const addresses = await addressesOf(url, rules.resolver);
  if (addresses.length === 0) return { kind: 'refused', reason: 'host_not_found' };
  const isPublic = addresses.every(({ address }) => isPublicAddress(address));
  if (!isPublic && !isDevelopment) return { kind: 'refused', reason: 'address_not_public' };
  return { kind: 'allowed', url, addresses };
}

/** What refuses a URL before any name is asked for: its form, or an address that it names itself; null for neither. */
export function refusalOf(text: string, developmentHosts: ReadonlySet<string>): RefusedTarget | null {
  const url = URL.parse(text);
  if (!url) return 'url_not_valid';
  const isDevelopment = developmentHosts.has(hostAndPort(url));
  const host = hostOf(url);
  const isPrivate = isIP(host) !== 0 && !isPublicAddress(host);
  return faultOf(url, isDevelopment) ?? (isPrivate && !isDevelopment ? 'address_not_public' : null);
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (PORTS[url.protocol] ?? '')}`;
}

function faultOf(url: URL, isDevelopment: boolean): RefusedTarget | null {
  const isScheme = url.protocol === 'https:' || (isDevelopment && url.protocol === 'http:');
  if (!isScheme) return 'scheme_not_allowed';
  if (url.username !== '' || url.password !== '') return 'credentials_in_url';
  if (!isDevelopment && url.port !== '' && !ALLOWED_PORTS.has(url.port)) return 'port_not_allowed';
  return null;
}

async function addressesOf(url: URL, resolver: Resolver): Promise<CheckedAddress[]> {
  const host = hostOf(url);
  const family = isIP(host);
  if (family === 4 || family === 6) return [{ address: host, family }];
  return resolver(host).catch(() => []);
}

/** The URL parser has turned every way of writing an IPv4 address (0x7f.1, 2130706433) into the dotted one. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}
