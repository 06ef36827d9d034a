import type { Instruction } from '../../contracts/call-instructions.ts';
import { allowedTransferCountries } from '../../db/flows/transfer-countries.ts';
import { isTransferTarget } from '../../domain/ivr/transfer-target.ts';
import type { ApiDeps } from '../deps.ts';
import { within } from '../../runtime/within.ts';

/** The answer waits no longer for leave to transfer: who cannot be asked has not allowed it. */
const ASK_LIMIT_MS = 1_500;
/** How long an answer is believed; a country that was taken off the list ends after it. */
export const LEAVE_KEPT_MS = 5_000;

/**
 * The instructions of a turn with each transfer that is not allowed now replaced by its failure: the flow goes on by the
 * outlet `failed`. Versions are published for long, so that what was allowed then need not be now. Only a turn that
 * dials asks anything.
 */
export async function refuseTransfers(
  deps: ApiDeps,
  orgId: string,
  instructions: readonly Instruction[],
): Promise<readonly Instruction[]> {
  if (!instructions.some(({ type }) => type === 'dial')) return instructions;
  const countries = await leaveOf(deps, orgId);
  return instructions.map((instruction) => {
    if (instruction.type !== 'dial' || isTransferTarget(instruction.to, countries)) return instruction;
    deps.logger.warn({ orgId }, 'a transfer is not allowed');
    deps.webhookState.counters.transfersRefused.inc();
    return { type: 'redirect', in: 'not_allowed' };
  });
}

async function leaveOf(deps: ApiDeps, orgId: string): Promise<ReadonlySet<string>> {
  const { transferCountries } = deps.webhookState;
  const known = transferCountries.get(orgId);
  if (known) return known;
  try {
    const asked = deps.background.track(deps.inOrg(orgId, allowedTransferCountries));
    const countries = await within(asked, ASK_LIMIT_MS, leaveIsLate);
    transferCountries.set(orgId, countries, deps.clock.wallMs() + LEAVE_KEPT_MS);
    return countries;
  } catch (thrown) {
    deps.logger.error({ err: thrown, orgId }, 'leave to transfer could not be asked for');
    return new Set();
  }
}

function leaveIsLate(): never {
  throw new Error('the database did not say in time');
}
