import { describe, expect, it } from '@jest/globals';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { SCOPE_GROUPS } from '../../contracts/api-key.schema.ts';
import { checkRoles } from '../../tools/prove/access/role-matrix.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';

const world = useApiWorld({ parts: { requestLimit: { requests: 1_000_000, windowSeconds: 60 } } });

describe('every operation lets in whom its role and scope say, and nobody else', () => {
  it.each(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint] as const))('%s', async (_id, endpoint) => {
    const { checked, faults } = await checkRoles(world(), endpoint);
    expect(faults).toEqual([]);
    expect(checked).toBe(8);
  });
});

describe('scopes', () => {
  it('exist for every operation that an API key may call', () => {
    const groups: readonly string[] = SCOPE_GROUPS;
    const unknown = ENDPOINTS.flatMap(({ scope }) => scope?.split(':')[0] ?? []).filter(
      (group) => !groups.includes(group),
    );
    expect(unknown).toEqual([]);
  });
});
