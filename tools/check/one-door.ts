/** A source file: path from the root of the repository, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Where a carrier's create-call may stand: the port, its adapters, and the one activity that rings a contact. */
const DOORS = [
  /^domain\/call\/carrier\.port\.ts$/,
  /^providers\/[^/]+\//,
  /^activities\/dialing\/place-call\.ts$/,
];

const RINGS = /\bcreateCall\b|\.calls\s*\.\s*create\s*\(/;

/**
 * Every place outside the one door that names a carrier's create-call, as `path:line`. Tests are not looked at.
 * Source: the second law of docs/guide/architecture.md.
 */
export function findOtherDoors(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !path.endsWith('.test.ts') && !DOORS.some((door) => door.test(path)))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (RINGS.test(line) ? [`${path}:${index + 1} rings beside placeCall`] : [])),
    );
}
