import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./histories/', import.meta.url));
const FILE_NAME = /^(?<version>\d+\.\d+\.\d+)-(?<scenario>[a-z][a-z-]*)\.json$/;

/** A recorded history: of which scenario, by which version of the product. */
export interface SavedHistory {
  file: string;
  version: string;
  scenario: string;
}

/** The files of test/replay/histories. Throws when one is named otherwise than `<version>-<scenario>.json`. */
export function savedHistories(): SavedHistory[] {
  return readdirSync(FOLDER).map((file) => {
    const { version = '', scenario = '' } = FILE_NAME.exec(file)?.groups ?? {};
    if (scenario === '') throw new Error(`${file} is not named <version>-<scenario>.json`);
    return { file, version, scenario };
  });
}

/** The text of a saved history. */
export function readHistory(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8');
}

/** Writes a new file, an event a line; answers its name. Never overwrites: fails with EEXIST. */
export function saveHistory(version: string, scenario: string, events: readonly unknown[]): string {
  const file = `${version}-${scenario}.json`;
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  writeFileSync(join(FOLDER, file), `{"events":[\n${lines}\n]}\n`, { flag: 'wx' });
  return file;
}
