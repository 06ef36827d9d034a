import type { PromptTable } from '../../domain/ivr/graph.types.ts';
import { ExpiringCache } from '../http/expiring-cache.ts';

/** Reads the prompts of a published version. */
export type LoadPrompts = (version: { orgId: string; flowVersionId: string }) => Promise<PromptTable>;

const MOST_VERSIONS = 500;

/** Published versions never change, so each is read once and handed out as the same object. */
export function cachePrompts(load: LoadPrompts): LoadPrompts {
  const known = new ExpiringCache<Promise<PromptTable>>(MOST_VERSIONS, () => 0);
  return (version) => {
    const key = `${version.orgId}:${version.flowVersionId}`;
    const remembered = known.get(key);
    if (remembered) return remembered;
    const loading = load(version);
    known.set(key, loading, 1);
    // A failure is not remembered: the next turn reads again.
    loading.catch(() => known.delete(key));
    return loading;
  };
}
