import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const IMPORT = /^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gm;

/** Files that a module needs at run time, itself included, and the packages that they name. */
function needs(from: URL): { files: Set<string>; packages: Set<string> } {
  const files = new Set([from.href]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const [, isType, target = ''] of readFileSync(new URL(file), 'utf8').matchAll(IMPORT)) {
      if (isType) continue;
      if (target.startsWith('.')) files.add(new URL(target, file).href);
      else packages.add(target);
    }
  }
  return { files, packages };
}

describe('the interpreter', () => {
  it('brings no package and no clock into the workflow bundle', () => {
    const { files, packages } = needs(new URL('./step.ts', import.meta.url));
    expect([...packages]).toEqual([]);
    expect(files.size).toBeGreaterThan(15);
    const impure = [...files].filter((file) =>
      /\b(?:Date\.now|new Date|Math\.random|process\.|setTimeout|Buffer\.)/.test(
        readFileSync(new URL(file), 'utf8'),
      ),
    );
    expect(impure).toEqual([]);
  });

  it('would be found out: the compiler beside it needs zod, Liquid, RE2 and zone data', () => {
    const { packages } = needs(new URL('./compile.ts', import.meta.url));
    expect([...packages].toSorted()).toEqual(['liquidjs', 'luxon', 're2js', 'zod']);
  });
});
