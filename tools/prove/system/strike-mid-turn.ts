import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProofStack } from './proof-stack.ts';

const LOOK_EVERY_MS = 3;

/**
 * Kill point K13, from outside: at the `nth` voice webhook that the carrier sends, while it waits for the answer, the
 * process that works on it gets the signal. Answers whether it came to that before `isOver`.
 */
export async function strikeMidTurn(
  { stack, truthPath }: ProofStack,
  options: { victim: 'api' | 'worker-calls'; signal: NodeJS.Signals; nth: number; isOver: () => boolean },
): Promise<boolean> {
  const sent = countVoiceWebhooks(truthPath);
  const already = sent();
  while (!options.isOver()) {
    if (sent() >= already + options.nth) {
      stack.kill(options.victim, options.signal);
      return true;
    }
    await delay(LOOK_EVERY_MS);
  }
  return false;
}

/** Counts the voice webhooks of a growing truth file, reading only what is new. */
export function countVoiceWebhooks(path: string): () => number {
  const chunk = Buffer.alloc(1 << 20);
  let offset = 0;
  let rest = '';
  let count = 0;
  return () => {
    if (!existsSync(path)) return count;
    const file = openSync(path, 'r');
    try {
      for (let bytes = 1; bytes > 0; offset += bytes) {
        bytes = readSync(file, chunk, 0, chunk.length, offset);
        const lines = (rest + chunk.toString('utf8', 0, bytes)).split('\n');
        rest = lines.pop() ?? '';
        count += lines.filter(isVoiceWebhook).length;
      }
    } finally {
      closeSync(file);
    }
    return count;
  };
}

function isVoiceWebhook(line: string): boolean {
  return line.includes('"event":"webhook_sent"') && line.includes('/voice?');
}
