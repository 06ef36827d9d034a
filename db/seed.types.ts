import type { RuleClock } from '../domain/clock.ts';

/** A number of our own to seed: E.164, and the language it is answered in. */
export interface SeedNumber {
  e164: string;
  language: 'en' | 'es' | 'cs';
}

/** The carrier account to seed; `apiBaseUrl` null is the real carrier, `cps` calls per second. */
export interface SeedCarrier {
  accountSid: string;
  authToken: string;
  apiBaseUrl: string | null;
  cps: number;
  maxConcurrent: number;
}

/** Who runs the installation, outside every organization. */
export interface SeedOperator {
  email: string;
  password: string;
}

/** What an installation needs before anybody can sign in and call. */
export interface SeedInput {
  /** Connection string of app_owner. */
  ownerUrl: string;
  orgName: string;
  /** Public short name in webhook addresses; from `orgName` when left out. Names the organization to seed. */
  orgRef?: string;
  adminEmail: string;
  adminPassword: string;
  /** Left out, nobody is made operator and none is taken away. */
  operator?: SeedOperator;
  carrier: SeedCarrier;
  numbers: readonly SeedNumber[];
  /** How rule time is to run; null makes it wall time again, left out leaves it as it is. */
  ruleClock?: RuleClock | null;
}

/** Ids of what was seeded. */
export interface SeedResult {
  orgId: string;
  orgRef: string;
  adminId: string;
  /** Null when none was asked for. */
  operatorId: string | null;
  carrierAccountId: string;
  /** By E.164. */
  phoneNumberIds: Record<string, string>;
}
