import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedDocs } from './generated-docs.ts';

/** Writes docs/openapi.json and docs/errors from the sources, and removes pages of codes that are gone. */
const root = join(import.meta.dirname, '..', '..');
const files = generatedDocs();

await mkdir(join(root, 'docs', 'errors'), { recursive: true });
for (const [path, text] of files) await writeFile(join(root, path), text);
for (const name of await readdir(join(root, 'docs', 'errors'))) {
  if (!files.has(`docs/errors/${name}`)) await rm(join(root, 'docs', 'errors', name));
}
process.stdout.write(`${files.size} files written under docs\n`);
