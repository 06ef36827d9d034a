import { MAX_FLOW_NODES, ivrFlowSchema } from '../../../contracts/ivr-flow.schema.ts';
import { PLATFORM_CAPABILITIES } from '../../../domain/ivr/capabilities.ts';
import { compileFlow } from '../../../domain/ivr/compile.ts';
import { largeFlow } from '../../../domain/ivr/large-flow.fixture.ts';
import type { Bench } from '../bench.types.ts';
import { compareWork } from '../kit/compare-work.ts';

/** From the text of a draft of 500 nodes to the texts that publishing stores, against reading that draft by its schema. */
export const flowPublishBench: Bench = {
  name: 'flow-publish',
  run(context) {
    const text = JSON.stringify(largeFlow());
    return compareWork(
      {
        name: 'flow-publish',
        goal: 'ours < 200 ms',
        note: `${MAX_FLOW_NODES} nodes in three languages; the database is not part of it`,
        times: 15,
        work: {
          ours: () => {
            const compiled = compileFlow(JSON.parse(text), { capabilities: PLATFORM_CAPABILITIES });
            if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
            JSON.stringify(compiled.flow.graph);
            JSON.stringify(compiled.flow.prompts);
          },
          floor: () => void ivrFlowSchema.parse(JSON.parse(text)),
        },
        settings: {
          nodes: MAX_FLOW_NODES,
          bytes: Buffer.byteLength(text),
          floor: 'JSON.parse and the zod schema',
        },
      },
      context,
    );
  },
};
