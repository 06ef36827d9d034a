import type { FlowStore, LoadedFlow, LoadFlowInput } from '../../db/flows/flow-store.ts';

export type { LoadedFlow } from '../../db/flows/flow-store.ts';

/** Activities of a flow traversal. */
export function createIvrActivities(deps: { flows: FlowStore }) {
  return {
    /** The compiled graph of a published version with the values that it reads of this contact. Only reads. */
    loadFlow: (input: LoadFlowInput): Promise<LoadedFlow> => deps.flows.load(input),
  };
}

/** Type of the traversal activities, for `proxyLocalActivities`. */
export type IvrActivities = ReturnType<typeof createIvrActivities>;
