import { z } from 'zod';
import type { Language } from '../../../contracts/call-instructions.ts';
import { flowDocumentSchema, flowExportSchema } from '../../../contracts/flow.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { importStudioFlow, type StudioNote, type StudioWidget } from '../../../domain/ivr/import-studio.ts';
import { pointer } from '../../http/parse.ts';

/** What a document to import turned out to be. */
export interface ReadImport {
  source: 'evercall' | 'twilio_studio';
  name: string | null;
  document: Record<string, unknown>;
  suites: z.output<typeof flowExportSchema>['suites'];
  withoutCounterpart: StudioWidget[];
  notes: StudioNote[];
}

const NOTHING_LOST = { withoutCounterpart: [], notes: [] };
const ourFlowSchema = z.looseObject({
  nodes: z.record(z.string(), z.unknown()),
  name: z.string().optional(),
});
/** Studio's API wraps the definition; its console shows it bare. */
const studioSchema = z.union([
  z
    .object({ definition: z.object({ states: z.array(z.unknown()) }).loose() })
    .transform(({ definition }) => definition),
  z.object({ states: z.array(z.unknown()) }).loose(),
]);

/** Tells an export of ours, a flow document and a Studio definition apart. Throws `flow.import_unknown`. */
export function readImport(document: Record<string, unknown>, language: Language): ReadImport {
  if (document.format === 'evercall.flow') return readExport(document);
  const studio = studioSchema.safeParse(document);
  if (studio.success) return readStudio(studio.data, language);
  const ours = ourFlowSchema.safeParse(document);
  if (!ours.success) throw new AppError({ code: 'flow.import_unknown' });
  return { source: 'evercall', name: ours.data.name ?? null, document, suites: [], ...NOTHING_LOST };
}

function readExport(document: Record<string, unknown>): ReadImport {
  const parsed = flowExportSchema.safeParse(document);
  if (parsed.success) {
    const { name, document: flow, suites } = parsed.data;
    return { source: 'evercall', name, document: flow, suites, ...NOTHING_LOST };
  }
  const errors = parsed.error.issues.map(({ code, path, message }) => ({
    code,
    message,
    pointer: pointer('/document', path),
  }));
  throw new AppError({ code: 'flow.import_unknown', errors });
}

function readStudio(definition: unknown, language: Language): ReadImport {
  const read = importStudioFlow(definition, language);
  if (!read.ok) {
    const errors = [{ code: 'studio', pointer: '/document', message: read.message }];
    throw new AppError({ code: 'flow.import_unknown', errors });
  }
  const { draft, notes, withoutCounterpart } = read;
  const document = flowDocumentSchema.parse(draft);
  return { source: 'twilio_studio', name: draft.name, document, suites: [], withoutCounterpart, notes };
}
