import { Argument, type Command } from 'commander';
import type { CliCommand } from '../../cli-command.types.ts';

/** What Tab completes in a shell: nouns, verbs and options; files elsewhere. */
export const completion: CliCommand = {
  noun: null,
  verb: 'completion',
  summary: 'what Tab completes, for a shell to read',
  examples: ['evercall completion bash >> ~/.bashrc', 'evercall completion zsh >> ~/.zshrc'],
  declare: (command, run) => {
    command
      .addArgument(new Argument('<shell>', 'whose words they are').choices(['bash', 'zsh']))
      .action((shell: 'bash' | 'zsh') =>
        run(async ({ out }) => {
          const program = command.parent;
          if (program !== null) out(script(shell, wordsAfter(program, '')));
          return 0;
        }),
      );
  },
};

/** The words that may follow a command, and what follows those, by the words before them. */
function wordsAfter(command: Command, before: string): Record<string, string[]> {
  const names = command.commands.map((one) => one.name());
  const options = command.options.flatMap(({ long }) => (long ? [long] : []));
  const after = command.commands.map((one) => wordsAfter(one, `${before} ${one.name()}`.trim()));
  return Object.assign({ [before]: names.length > 0 ? names : [...options, '--help'] }, ...after);
}

/** A shell function that looks up what follows the words of the line, the longest first; zsh reads bash's by its adapter. */
function script(shell: 'bash' | 'zsh', words: Readonly<Record<string, readonly string[]>>): string {
  return [
    ...(shell === 'zsh' ? ['autoload -U +X bashcompinit && bashcompinit'] : []),
    '_evercall() {',
    '  local before next',
    `  for before in "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" "\${COMP_WORDS[1]}" ''; do`,
    '    case "$before" in',
    ...Object.entries(words).map(([before, next]) => `      '${before}') next='${next.join(' ')}' ;;`),
    '      *) continue ;;',
    '    esac',
    '    break',
    '  done',
    '  COMPREPLY=($(compgen -W "$next" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -o default -F _evercall evercall bin/evercall',
  ].join('\n');
}
