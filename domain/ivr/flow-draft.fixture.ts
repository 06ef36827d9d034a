import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { type CompileOptions, compileFlow } from './compile.ts';
import type { PublishedFlow } from './graph.types.ts';

type Nodes = IvrFlowDraft['nodes'];

/** A prompt in the one language of the drafts below. */
export function en(text: string): { en: string } {
  return { en: text };
}

/** A draft in English around some nodes; the entry is the first of them. */
export function draftOf(nodes: Nodes, rest: Partial<IvrFlowDraft> = {}): IvrFlowDraft {
  const entry = Object.keys(nodes)[0] ?? 'none';
  return { id: 'test', name: 'Test', entry, defaultLanguage: 'en', languages: ['en'], nodes, ...rest };
}

/** Compiles a draft that must be sound. */
export function published(draft: unknown, options?: CompileOptions): PublishedFlow {
  const result = compileFlow(draft, options);
  if (!result.ok) throw new Error(JSON.stringify(result.faults, null, 2));
  return result.flow;
}

/** Code and pointer of every fault of a draft; empty when it compiles. */
export function faultsOf(draft: unknown, options?: CompileOptions): string[] {
  const result = compileFlow(draft, options);
  return result.ok ? [] : result.faults.map(({ code, pointer }) => `${code} ${pointer}`);
}
