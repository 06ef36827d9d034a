import type { ErrorCode } from '../codes.ts';

/** What a problem says in a language: its title, and what the reader can do. */
export type Messages = Readonly<Record<ErrorCode, readonly [title: string, help: string]>>;
