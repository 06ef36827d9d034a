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
  /** The how-manieth create request of the run, from 1; absent for calls that the API did not ask for. */
  readonly nthOfRun?: number;
  readonly sinceStartMs: number;
}

/** Any other request as the rules with a `path` see it. */
export interface RequestQuestion {
  /** `GET /Recordings/RE…`: the method and the path below the account, without `.json`. */
  readonly path: string;
  /** The how-manieth request with this method and path, from 1. */
  readonly nthToPath: number;
  readonly sinceStartMs: number;
}

/** Decides faults by the plan in force. */
export interface FaultDesk {
  decide(question: FaultQuestion): Suffering;
  /** Of a request that does not create a call. */
  decideRequest(question: RequestQuestion): Pick<Suffering, 'create' | 'code'>;
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
    decideRequest: ({ path, nthToPath, sinceStartMs }) => {
      const question = { number: path, nthToNumber: nthToPath, sinceStartMs };
      const hits = plan.rules.filter((rule, index) => isRequestHit(seed, rule, index, question));
      const [first] = unshielded(hits);
      const create = first && createFaults.find((fault) => fault === first.fault);
      const code = first?.code;
      return { ...(create && { create }), ...(code === undefined ? {} : { code }) };
    },
    decide: (question) => {
      const open = unshielded(plan.rules.filter((rule, index) => isHit(seed, rule, index, question)));
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

function unshielded(hits: readonly FaultRule[]): readonly FaultRule[] {
  const shieldAt = hits.findIndex((rule) => rule.fault === 'ok');
  return shieldAt < 0 ? hits : hits.slice(0, shieldAt);
}

function isRequestHit(seed: number, rule: FaultRule, index: number, question: FaultQuestion): boolean {
  const { path, ...rest } = rule;
  if (path === undefined || !new RegExp(path, 'u').test(question.number)) return false;
  return isHit(seed, rest, index, question);
}

function isHit(seed: number, rule: FaultRule, index: number, question: FaultQuestion): boolean {
  const { number, nthToNumber, nthOfRun, sinceStartMs } = question;
  if (rule.path !== undefined) return false;
  if (rule.numbers !== undefined && !new RegExp(rule.numbers, 'u').test(number)) return false;
  if (rule.times !== undefined && nthToNumber > rule.times) return false;
  if (!isScheduled(rule.requests, nthOfRun)) return false;

  if (sinceStartMs < (rule.fromMs ?? 0) || sinceStartMs > (rule.toMs ?? Number.POSITIVE_INFINITY))
    return false;
  return rule.rate >= 1 || fractionOf(seed, number, nthToNumber, 'fault', rule.fault, index) < rule.rate;
}

function isScheduled(requests: FaultRule['requests'], nthOfRun: number | undefined): boolean {
  if (requests === undefined) return true;
  if (nthOfRun === undefined) return false;
  return Array.isArray(requests) ? requests.includes(nthOfRun) : nthOfRun % requests.every === 0;
}
