import { fractionOf } from '../dice.ts';
import {
  type CallFault,
  type CreateFault,
  callFaults,
  createFaults,
  type FaultPlan,
  type FaultRule,
  type FaultTiming,
  type WebhookFault,
  webhookFaults,
} from './plan.ts';

/** What one create request is to suffer. */
export interface Suffering {
  readonly create?: CreateFault;
  /** Error code of the `4xx` rule, when it names one. */
  readonly code?: number;
  readonly call?: CallFault;
  readonly webhook?: WebhookFault;
}

/** A create request as the rules see it. */
export interface FaultQuestion {
  readonly number: string;
  /** The how-manieth create request to this number, from 1. */
  readonly nthToNumber: number;
  /** The how-manieth create request of the run, from 1. */
  readonly nthOfRun: number;
  readonly sinceStartMs: number;
}

/** Decides faults by the plan in force. */
export interface FaultDesk {
  decide(question: FaultQuestion): Suffering;
  timing(): FaultTiming;
  plan(): FaultPlan;
  replace(plan: FaultPlan): void;
}

/** A desk over a plan that can be replaced while the emulator runs. */
export function createFaultDesk(seed: number, first: FaultPlan): FaultDesk {
  let plan = first;
  return {
    plan: () => plan,
    timing: () => plan.timing,
    replace: (next) => {
      plan = next;
    },
    decide: (question) => {
      const hits = plan.rules.filter((rule, index) => isHit(seed, rule, index, question));
      const shieldAt = hits.findIndex((rule) => rule.fault === 'ok');
      const open = shieldAt < 0 ? hits : hits.slice(0, shieldAt);
      const create = firstOf(open, createFaults);
      const call = firstOf(open, callFaults);
      const webhook = firstOf(open, webhookFaults);
      const code = open.find((rule) => rule.fault === create)?.code;
      return {
        ...(create && { create }),
        ...(code === undefined ? {} : { code }),
        ...(call && { call }),
        ...(webhook && { webhook }),
      };
    },
  };
}

function firstOf<T extends string>(rules: readonly FaultRule[], family: readonly T[]): T | undefined {
  const names = rules.map((rule) => rule.fault as string);
  return names.find((name): name is T => (family as readonly string[]).includes(name));
}

function isHit(seed: number, rule: FaultRule, index: number, question: FaultQuestion): boolean {
  const { number, nthToNumber, nthOfRun, sinceStartMs } = question;
  if (rule.numbers !== undefined && !new RegExp(rule.numbers, 'u').test(number)) return false;
  if (rule.times !== undefined && nthToNumber > rule.times) return false;
  if (!isScheduled(rule.requests, nthOfRun)) return false;

  if (sinceStartMs < (rule.fromMs ?? 0) || sinceStartMs > (rule.toMs ?? Number.POSITIVE_INFINITY))
    return false;
  return rule.rate >= 1 || fractionOf(seed, number, nthToNumber, 'fault', rule.fault, index) < rule.rate;
}

function isScheduled(requests: FaultRule['requests'], nthOfRun: number): boolean {
  if (requests === undefined) return true;
  return Array.isArray(requests) ? requests.includes(nthOfRun) : nthOfRun % requests.every === 0;
}
