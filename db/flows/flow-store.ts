import type { Pool } from 'pg';
import type { Language, Scalar } from '../../contracts/call-instructions.ts';
import { AppError } from '../../domain/errors.ts';
import type { PromptTable } from '../../domain/ivr/graph.types.ts';
import type { StoredGraph } from '../../domain/ivr/packed-graph.types.ts';
import { withOrg } from '../tenant.ts';
import { contactReference, type ReadableContact } from './contact-reference.ts';

export interface LoadFlowInput {
  orgId: string;
  flowVersionId: string;
  contactId: string | null;
}

/** A pinned flow and what it reads of one contact; plain JSON for the workflow. */
export interface LoadedFlow {
  graph: StoredGraph;
  language: Language | null;
  variables: Record<string, Scalar>;
  /** Chooses the arm of a split: the contact's opaque id. */
  splitKey: string;
}

/** Published flows as calls need them. Versions are immutable, so callers may cache both for ever. */
export interface FlowStore {
  /** The compiled graph with exactly the contact values that it reads; `flow.not_found` for another's version. */
  load(input: LoadFlowInput): Promise<LoadedFlow>;
  /** The prompts of a version, for rendering. */
  prompts(version: { orgId: string; flowVersionId: string }): Promise<PromptTable>;
}

interface LoadedRow extends ReadableContact {
  graph: StoredGraph;
  reads: string[];
  language: Language | null;
}

const LOAD = `
SELECT v.graph, v.reads, c.language, c.external_id, c.attributes, p.first_name, p.last_name, p.email
  FROM flow_version v
  LEFT JOIN contact c ON c.org_id = v.org_id AND c.id = $2
  LEFT JOIN contact_pii p ON p.org_id = c.org_id AND p.contact_id = c.id
 WHERE v.id = $1`;

/** The store over app_user's pool. */
export function createFlowStore(pool: Pool): FlowStore {
  return {
    async load({ orgId, flowVersionId, contactId }) {
      const values = [flowVersionId, contactId];
      const row = await withOrg(pool, orgId, async (tx) => {
        const { rows } = await tx.query<LoadedRow>({ name: 'load_flow', text: LOAD, values });
        return rows[0];
      });
      if (!row) throw new AppError({ code: 'flow.not_found' });
      const variables = Object.fromEntries(row.reads.map((name) => [name, contactReference(name, row)]));
      return { graph: row.graph, language: row.language, variables, splitKey: contactId ?? flowVersionId };
    },

    async prompts({ orgId, flowVersionId }) {
      const text = 'SELECT prompts FROM flow_version WHERE id = $1';
      const { rows } = await withOrg(pool, orgId, (tx) =>
        tx.query<{ prompts: PromptTable }>({ name: 'flow_prompts', text, values: [flowVersionId] }),
      );
      if (!rows[0]) throw new AppError({ code: 'flow.not_found' });
      return rows[0].prompts;
    },
  };
}
