import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { COMMANDS, NOUNS } from '../../tools/cli/commands.ts';
import { evercall } from './command-line.ts';

const named = COMMANDS.map((command) => ({
  ...command,
  name: [command.noun, command.verb].filter(Boolean).join(' '),
}));

describe('the help of the command line', () => {
  it('names every noun, the commands without one, the endings and the environment', async () => {
    const { code, out } = await evercall(['--help']);
    expect(code).toBe(0);
    for (const word of [...Object.keys(NOUNS), 'login', 'doctor', '130', 'EVERCALL_API_KEY'])
      expect(out).toContain(word);
  });

  it.each(named)('$name says what it is for, with examples', async ({ name, summary, examples }) => {
    const { code, out } = await evercall([...name.split(' '), '--help']);
    expect(code).toBe(0);
    // Lines are wrapped, so words are compared.
    expect(out.replaceAll(/\s+/g, ' ')).toContain(summary.split(' ').slice(0, 4).join(' '));
    for (const example of examples) {
      expect(out).toContain(example);
      expect(example).toMatch(new RegExp(`^evercall ${name}\\b`));
    }
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(named)('$name describes each argument and option', ({ declare }) => {
    const command = new Command();
    declare(command, async () => {});
    const parts = [...command.options, ...command.registeredArguments];
    expect(parts.filter(({ description }) => !description)).toEqual([]);
  });

  it.each(named)('$name is in the guide', ({ name }) => {
    const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'guide', 'cli.md'), 'utf8');
    expect(guide).toContain(`\`evercall ${name}`);
  });

  it.each([
    ['a noun alone', ['campaigns'], ''],
    ['nothing', [], ''],
    ['a noun that is none', ['sing'], "unknown command 'sing'"],
    ['an option that is none', ['calls', 'list', '--loud'], "unknown option '--loud'"],
    ['a number that is none', ['calls', 'list', '--limit', '-1'], 'It is a whole number from 1 up.'],
    [
      'a moment without its offset',
      ['calls', 'list', '--since', '2026-12-01T09:00'],
      'It is a moment with its offset',
    ],
    ['an id left out', ['calls', 'show'], "missing required argument 'id'"],
  ])('ends with 2 for %s', async (_what, args, words) => {
    const { code, error } = await evercall(args);
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining(words) });
  });
});
