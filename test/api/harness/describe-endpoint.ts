import { describe, it } from '@jest/globals';
import { declaredStatuses } from '../../../api/declared-errors.ts';
import type { Endpoint } from '../../../api/endpoint.ts';
import type { ApiWorld } from './api-world.ts';
import { describeAuditing } from './describe-auditing.ts';
import { GENERIC_BLOCKS } from './generic-blocks.ts';

/** The tests of one status. */
type Block = () => void;

/**
 * One describe block per declared status of an endpoint: the file's own, else the one that every endpoint shares. A
 * declared status with neither fails, and so does a block of a status that is not declared. Last comes whether the audit
 * log has what the blocks before changed.
 */
export function describeEndpoint(
  endpoint: Endpoint,
  world: () => ApiWorld,
  blocks: Readonly<Record<number, Block>>,
): void {
  const declared = declaredStatuses(endpoint);
  describe(`${endpoint.method.toUpperCase()} ${endpoint.path}`, () => {
    for (const status of declared) {
      describe(String(status), () => {
        const own = blocks[status];
        const shared = GENERIC_BLOCKS[status]?.(endpoint, world) ?? [];
        own?.();
        for (const { name, run } of shared) it(name, run);
        if (!own && shared.length === 0) {
          it('has a test', () => {
            throw new Error(`${endpoint.id} declares ${status}, and nothing tests it.`);
          });
        }
      });
    }
    for (const status of Object.keys(blocks).map(Number)) {
      if (declared.includes(status)) continue;
      it(`declares ${status}`, () => {
        throw new Error(`${endpoint.id} has tests of ${status}, which it does not declare.`);
      });
    }
    describeAuditing(endpoint, world);
  });
}
