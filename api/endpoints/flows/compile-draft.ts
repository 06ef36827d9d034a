import { liveSubflows } from '../../../db/flows/flow-library.ts';
import { allowedTransferCountries } from '../../../db/flows/transfer-countries.ts';
import { PLATFORM_CAPABILITIES } from '../../../domain/ivr/capabilities.ts';
import { type CompileResult, compileFlow } from '../../../domain/ivr/compile.ts';
import { isTransferTarget } from '../../../domain/ivr/transfer-target.ts';
import type { Tx } from '../../deps.ts';

/**
 * Compiles a draft for this platform and organization: with what is at work here, where it may transfer to, and with the
 * live versions of the flows that it names. Carriers at work here have one time for all keys.
 */
export async function compileDraft(tx: Tx, flow: { id: string; document: unknown }): Promise<CompileResult> {
  const countries = await allowedTransferCountries(tx);
  return compileFlow(flow.document, {
    capabilities: PLATFORM_CAPABILITIES,
    carrierFeatures: [],
    isTargetAllowed: (number) => isTransferTarget(number, countries),
    flowId: flow.id,
    subflows: await liveSubflows(tx, flow.document),
  });
}
