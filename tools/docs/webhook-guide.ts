import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { WEBHOOK_EVENT_TYPES, WEBHOOK_EVENTS } from '../../contracts/webhook-events.ts';

const BEGIN = '<!-- events: generated from contracts/webhook-events.ts -->';
const END = '<!-- /events -->';

/** The guide to webhooks with its table of events made anew from the catalogue; everything else stays as it is. */
export function webhookGuide(): string {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'guide', 'webhooks.md'), 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error('docs/guide/webhooks.md has lost its marks.');
  return `${before}${BEGIN}\n${eventTable()}${END}${after}`;
}

function eventTable(): string {
  const rows = WEBHOOK_EVENT_TYPES.map((type) => {
    const { when, data } = WEBHOOK_EVENTS[type];
    const members = Object.entries(data.shape).map(([name, schema]) => memberOf(name, schema));
    return `| \`${type}\` | ${when} | ${members.join(' ')} |\n`;
  });
  return `| Event | Told when | \`data\` |\n| --- | --- | --- |\n${rows.join('')}`;
}

/** `?` marks what may be null. */
function memberOf(name: string, schema: z.ZodType): string {
  return `\`${name}${schema.safeParse(null).success ? '?' : ''}\``;
}
