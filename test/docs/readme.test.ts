import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const guide = readdirSync(join(root, 'docs', 'guide')).map((name) => `docs/guide/${name}`);

/** Files of this repository that a page links to or shows, as it names them. */
function linksOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(
    ([, link, source]) => link ?? source ?? '',
  );
  return links.filter((link) => !/^(?:https?:|#|mailto:)/.test(link));
}

describe('the guide', () => {
  it.each(guide)('%s is linked from the README', (page) => {
    expect(linksOf('README.md').map((link) => link.replace(/#.*/, ''))).toContain(page);
  });

  it.each(['README.md', ...guide])('%s links to files that are there', (page) => {
    const gone = linksOf(page).filter(
      (link) => !existsSync(join(root, dirname(page), link.replace(/#.*/, ''))),
    );
    expect(gone).toEqual([]);
  });
});
