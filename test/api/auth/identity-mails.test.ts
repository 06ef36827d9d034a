import { describe, expect, it } from '@jest/globals';
import { identityMail } from '../../../api/auth/identity-mails.ts';

const link = 'https://api.evercall.test/page#token=abc';
const kinds = ['welcome', 'invitation', 'passwordReset'] as const;
const languages = ['en', 'es', 'cs'] as const;
const mails = kinds.flatMap((kind) => languages.map((language) => [kind, language] as const));

/** A mail with the name of an organization. */
const mailOf = (kind: (typeof kinds)[number], language: (typeof languages)[number], organization: string) =>
  identityMail(kind, { language, organization, link });

describe.each(mails)('the mail %s in %s', (kind, language) => {
  it('has no name in its subject, and the name in quotes in its text', () => {
    const { subject, text } = mailOf(kind, language, 'Riverside Clinic, Inc.');
    expect(subject).toBe(mailOf(kind, language, 'Another').subject);
    expect(text).toMatch(/[“«„]Riverside Clinic, Inc\.[”»“]/u);
    expect(text).toContain(`\n${link}\n`);
  });

  it('has no link but its own, whatever the organization calls itself', () => {
    for (const name of [
      'Prize at https://evil.example/win',
      'www.evil.example',
      'evil。example/x',
      'evil．example',
      'mailto:pay@evil.example',
      '<a href="//evil.example">here</a>',
      'evil...example',
    ]) {
      const rest = mailOf(kind, language, name).text.replace(link, '');
      expect(rest).not.toMatch(/\w[.:/\\@。．]+\w/u);
      expect(rest).not.toContain('//');
    }
  });

  it('shows sixty characters of a name at most, and none that ends the quotes', () => {
    const { text } = mailOf(kind, language, `Your account”. “${'x'.repeat(200)}`);
    const [, shown = ''] = /[“«„](Your account[^“”«»„]*)[”»“]/u.exec(text) ?? [];
    expect(Array.from(shown)).toHaveLength(60);
    expect(shown).toMatch(/x…$/);
  });
});
