import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CliFault } from '../cli-fault.ts';

const sessionSchema = z.object({
  email: z.string(),
  accessToken: z.string(),
  /** Epoch ms. */
  accessExpiresAtMs: z.number(),
  /** Null for an operator, who signs in again instead. */
  refreshToken: z.string().nullable(),
});

/** Who is signed in at one API. */
export type Session = z.output<typeof sessionSchema>;

const fileSchema = z.object({
  /** The API of the last login: where commands go that name none. */
  current: z.string().nullable(),
  sessions: z.record(z.string(), sessionSchema),
});
type Sessions = z.output<typeof fileSchema>;

/** The sessions of this machine's user, by the origin of their API: a file that only they can read. */
export class SessionFile {
  readonly path: string;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    const base = env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config');
    this.path = join(base, 'evercall', 'sessions.json');
  }

  /** The API of the last login. */
  async current(): Promise<string | null> {
    return (await this.read()).current;
  }

  async sessionAt(origin: string): Promise<Session | null> {
    return (await this.read()).sessions[origin] ?? null;
  }

  /** Keeps a session; `isLogin` makes its API the current one. */
  async keep(origin: string, session: Session, isLogin = false): Promise<void> {
    const all = await this.read();
    await this.write({
      current: isLogin ? origin : all.current,
      sessions: { ...all.sessions, [origin]: session },
    });
  }

  async forget(origin: string): Promise<void> {
    const { current, sessions } = await this.read();
    const { [origin]: _, ...others } = sessions;
    await this.write({ current: current === origin ? null : current, sessions: others });
  }

  private async read(): Promise<Sessions> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw new CliFault(`${this.path}: ${error.message}`);
    });
    if (text === null) return { current: null, sessions: {} };
    try {
      return fileSchema.parse(JSON.parse(text));
    } catch {
      throw new CliFault(`${this.path} is damaged.\n  To mend it: rm ${this.path}, and sign in again`);
    }
  }

  /** Whole or not at all, and never readable for others, not even for a moment. */
  private async write(all: Sessions): Promise<void> {
    const folder = dirname(this.path);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = `${this.path}.${process.pid}`;
    try {
      await writeFile(draft, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
      await chmod(draft, 0o600);
      await rename(draft, this.path);
    } finally {
      await rm(draft, { force: true });
    }
  }
}
