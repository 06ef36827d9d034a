import { Tokenizer, TokenKind } from 'liquidjs';

const STRING = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/g;

/**
 * Whether a tag or output of a template holds a range such as `(1..9)`. Dots between tags and in strings are none.
 * Throws what liquidjs throws for a tag that is not closed.
 */
export function holdsRange(text: string): boolean {
  return new Tokenizer(text)
    .readTopLevelTokens()
    .filter(({ kind }) => kind !== TokenKind.HTML)
    .some((token) => token.getText().replace(STRING, '').includes('..'));
}
