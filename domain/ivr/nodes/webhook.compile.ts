import type { NodeCompiler } from './node-compile.types.ts';

const OUTLETS = ['success', 'failure', 'timeout'];

/** Publishing half of `webhook`. */
export const webhookCompiler: NodeCompiler<'webhook'> = {
  capability: 'webhook',
  outlets: () => ({ required: OUTLETS, optional: [], automatic: OUTLETS }),
  waits: () => true,
  compile: ({ url, body, response, timeoutMs, musicUrl }, tools) => {
    const { username, password } = new URL(url);
    if (username !== '' || password !== '') {
      tools.fault('ivr_flow.bad_value', ['url'], 'An address in a flow holds no credentials.');
    }
    for (const [name, reference] of Object.entries(body)) tools.reference(reference, ['body', name]);
    for (const name of Object.keys(response)) tools.variable(name, ['response', name]);
    return { url, body, response, timeoutMs, musicUrl: musicUrl ?? null };
  },
};
