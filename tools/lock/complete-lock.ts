import { z } from 'zod';

const packageSchema = z.looseObject({
  version: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lockSchema = z.looseObject({ packages: z.record(z.string(), packageSchema) });

/** A lock file of npm, as far as we look. */
export type Lock = z.output<typeof lockSchema>;

const SYSTEMS = ['android', 'darwin', 'freebsd', 'openharmony', 'win32', 'linux'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'arm'];

/** Parses a lock file, its members in their order. Throws when it is none. */
export function parseLock(text: string): Lock {
  const lock: unknown = JSON.parse(text);
  lockSchema.parse(lock);
  return lock as Lock;
}

/**
 * A lock file with an entry for every optional package of every platform: `npm ci` refuses one without, also where the
 * registry at hand carries only the packages of one platform and `npm install` leaves the others out. Added entries have the
 * exact version that their parent names, and the platform that their name tells; no digest, since nobody here has the
 * package: npm asks its registry for it, on that platform alone. Throws for a name that tells no platform.
 */
export function completeLock(lock: Lock): { lock: Lock; added: string[] } {
  const known = Object.entries(lock.packages);
  const missing = known.flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isThere(lock, path, name))
      .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, dev)] as const),
  );
  const packages = Object.fromEntries(
    [...known, ...missing].toSorted(([a], [b]) => a.localeCompare(b, 'en')),
  );
  return { lock: { ...lock, packages }, added: missing.map(([path]) => path) };
}

/** Whether a package finds another one as Node does: beside itself, or beside one that holds it. */
function isThere({ packages }: Lock, path: string, name: string): boolean {
  for (let holder = path; ; holder = holder.slice(0, Math.max(0, holder.lastIndexOf('/node_modules/')))) {
    if (`${holder && `${holder}/`}node_modules/${name}` in packages) return true;
    if (holder === '') return false;
  }
}

function entryOf(name: string, version: string, dev: boolean | undefined): Lock['packages'][string] {
  const words = name.replace(/^@[^/]+\//, '').split('-');
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) throw new Error(`${name} tells no platform.`);
  const library = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : null;
  const libc = library !== null && os === 'linux' ? { libc: [library] } : {};
  return { version, cpu: [cpu], ...(dev && { dev }), ...libc, optional: true, os: [os] };
}
