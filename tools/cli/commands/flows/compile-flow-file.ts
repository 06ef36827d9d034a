import { z } from 'zod';
import { PLATFORM_CAPABILITIES } from '../../../../domain/ivr/capabilities.ts';
import { type CompileResult, compileFlow } from '../../../../domain/ivr/compile.ts';
import { isTransferTarget } from '../../../../domain/ivr/transfer-target.ts';
import { readJsonFile } from '../../read-json-file.ts';

const exportSchema = z.object({ format: z.literal('evercall.flow'), document: z.unknown() });

/** A flow document out of a file: the document itself, or an export of the API around it. */
function documentIn(content: unknown): unknown {
  const exported = exportSchema.safeParse(content);
  return exported.success ? exported.data.document : content;
}

/** Compiles a flow file as publishing would; `subflows` are files by the id that the flow names them with. */
export async function compileFlowFile(
  cwd: string,
  file: string,
  subflows: Readonly<Record<string, string>>,
): Promise<CompileResult> {
  const read = async (name: string) => documentIn(await readJsonFile(cwd, name));
  const library = await Promise.all(
    Object.entries(subflows).map(async ([id, name]) => [id, await read(name)] as const),
  );
  return compileFlow(await read(file), {
    capabilities: PLATFORM_CAPABILITIES,
    isTargetAllowed: isTransferTarget,
    subflows: Object.fromEntries(library),
  });
}

/** Faults or warnings as lines for people. */
export function findingLines(
  findings: readonly { code: string; pointer: string; message: string }[],
): string[] {
  return findings.map(({ code, pointer, message }) => `${code}  ${pointer || '/'}  ${message}`);
}
