import { defineQuery } from '@temporalio/workflow';
import { MESSAGES } from '../../contracts/names.ts';

/** Input of `importContacts`: the row `contact_import` of this id holds the rest. */
export interface ImportContactsInput {
  orgId: string;
  importId: string;
  resumed?: ImportContactsProgress;
}

/** Where an import stood at the end of its last round; counts are rows of the file. */
export interface ImportContactsProgress {
  state: 'running' | 'completed' | 'failed';
  /** A code of the registry when the whole file was refused. */
  errorCode: string | null;
  byteOffset: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  suppressed: number;
}

/** How far the import is; the row in Postgres is at most one round ahead. */
export const importProgressQuery = defineQuery<ImportContactsProgress>(MESSAGES.importProgress);
