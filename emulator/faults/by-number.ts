import type { FaultRule } from './plan.ts';

/**
 * The fault of a number by its last two digits, so that one run meets them all; other numbers have none. Faults that
 * would otherwise never let a call through strike the first create request only.
 */
export const faultByEnding: Readonly<{ [ending: string]: readonly FaultRule['fault'][] }> = {
  '79': ['500-executed', 'list-lag'],
  '80': ['timeout-executed', 'list-lag'],
  '81': ['4xx'],
  '82': ['429'],
  '83': ['500-executed'],
  '84': ['500-not'],
  '85': ['timeout-executed'],
  '86': ['timeout-not'],
  '87': ['reset-before'],
  '88': ['reset-after'],
  '89': ['slow-9s'],
  '90': ['callback-before-answer'],
  '91': ['duplicate'],
  '92': ['reordered'],
  '93': ['late'],
  '94': ['dropped'],
  '95': ['forged'],
  '96': ['replayed'],
  '97': ['queued-past-window'],
  '98': ['two-terminals'],
  '99': ['wrong-sid'],
};

const ALWAYS: readonly string[] = [
  '4xx',
  'duplicate',
  'reordered',
  'late',
  'dropped',
  'forged',
  'replayed',
  'two-terminals',
  'wrong-sid',
];

/** The same as rules of a fault file. */
export const byNumberRules: readonly FaultRule[] = Object.entries(faultByEnding).flatMap(([ending, faults]) =>
  faults.map((fault) => ({
    fault,
    rate: 1,
    numbers: `${ending}$`,
    ...(ALWAYS.includes(fault) ? {} : { times: 1 }),
  })),
);
