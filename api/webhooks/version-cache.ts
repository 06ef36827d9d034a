import type { Calendar } from '../../contracts/ivr-nodes/calendar.schema.ts';
import type { PromptTable } from '../../domain/ivr/graph.types.ts';
import { ExpiringCache } from '../http/expiring-cache.ts';

/** What a turn needs of a published version beside its run. */
export interface SpokenVersion {
  readonly prompts: PromptTable;
  /** Business hours that its conditions ask for; null where there are none. */
  readonly calendars: Readonly<Record<string, Calendar>> | null;
}

/** Reads a published version as it is spoken. */
export type LoadVersion = (version: { orgId: string; flowVersionId: string }) => Promise<SpokenVersion>;

const MOST_VERSIONS = 500;

/** Published versions never change, so each is read once and handed out as the same object. */
export function cacheVersions(load: LoadVersion): LoadVersion {
  const known = new ExpiringCache<Promise<SpokenVersion>>(MOST_VERSIONS, () => 0);
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
