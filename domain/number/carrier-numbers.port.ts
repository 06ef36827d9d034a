import type { CarrierAccount } from '../call/carrier.port.ts';
import type { NumberUrls } from './number-urls.ts';

/** What the carrier says a number can do. */
export interface NumberCapabilities {
  voice: boolean;
  sms: boolean;
  mms: boolean;
}

/** A number as its carrier has it now. */
export interface CarrierNumber {
  /** The carrier's own id of the number. */
  providerNumberId: string;
  e164: string;
  label: string | null;
  capabilities: NumberCapabilities;
  urls: NumberUrls;
}

/** Why the carrier did not do it. After `unavailable` a write may have taken place all the same. */
export type NumberFault =
  | { kind: 'refused'; httpStatus: number; carrierCode: number | null }
  | { kind: 'rate_limited' }
  | { kind: 'unavailable'; reason: string };

/** One number looked up. */
export type FindNumberResult = { kind: 'found'; number: CarrierNumber } | { kind: 'not_found' } | NumberFault;

/** The numbers of an account; `isComplete` false when it has more than are read. */
export type ListNumbersResult =
  | { kind: 'listed'; numbers: CarrierNumber[]; isComplete: boolean }
  | NumberFault;

/** The numbers of one carrier account. None of these throws for what a network or a carrier can do, and none retries. */
export interface CarrierNumbersPort {
  /** By its E.164 text, exactly. */
  findNumber(e164: string): Promise<FindNumberResult>;
  listNumbers(): Promise<ListNumbersResult>;
  /** Writes every webhook address of a number. IDEMPOTENT: the same addresses twice are the same as once. */
  writeUrls(providerNumberId: string, urls: NumberUrls): Promise<FindNumberResult>;
}

/** The port of an account. */
export interface CarrierNumbersRegistry {
  forAccount(account: CarrierAccount): CarrierNumbersPort;
}
