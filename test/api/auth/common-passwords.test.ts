import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isCommonPassword } from '../../../api/auth/common-passwords.ts';
import { addPasswordReset } from '../../../db/identity/password-reset.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { expectProblem } from '../harness/generic-blocks.ts';

const world = useApiWorld();
const send = (path: string, body: object) => world().http.post(`/api/v1/auth/${path}`).send(body);

describe('a password that is guessed first', () => {
  it.each([
    'password1234',
    'PassWord1234',
    'password123456',
    'Administrator',
    'motherfucker!!',
    'Superman2026!',
    'passwordpassword',
    'qwertyuiopqwertyuiop',
    'aaaaaaaaaaaa',
    '121212121212',
    'evercall-2026',
  ])('is known: %s', (password) => {
    expect([password, isCommonPassword(password)]).toEqual([password, true]);
  });

  it('is refused wherever a password is set, by code and in the language that is asked for', async () => {
    const { inOrg, ours } = world();
    const password = 'password1234';
    const token = randomBytes(32).toString('base64url');
    await inOrg(ours.orgId, (tx) => addPasswordReset(tx, ours.adminId, token));
    const founder = {
      organizationName: 'Riverside',
      displayName: 'Ada',
      email: 'ada@example.test',
      password,
    };
    const refused = [
      await send('register', founder),
      await send('register', { invitationToken: 'unknown', displayName: 'Ada', password }),
      await send('password/reset', { token, password }),
      await send('password/change', { currentPassword: ADMIN_PASSWORD, newPassword: password }).set(
        'Authorization',
        `Bearer ${ours.tokens.admin}`,
      ),
    ];
    const pointers = ['/password', '/password', '/password', '/newPassword'];
    for (const [at, answer] of refused.entries()) {
      expectProblem(answer, 422, 'request.not_valid');
      expect(answer.body.errors).toEqual([
        {
          pointer: pointers[at],
          code: 'common_password',
          message: 'Too many people have this password; choose another.',
        },
      ]);
    }
    const spanish = await send('register', founder).set('Accept-Language', 'es');
    expect(spanish.body.errors[0].message).toBe('Demasiada gente tiene esta contraseña; elija otra.');
    // The mailed token is not used up by it.
    await send('password/reset', { token, password: ADMIN_PASSWORD }).expect(204);
  });
});

describe('any other password', () => {
  it.each([
    ADMIN_PASSWORD,
    'correct-horse-battery',
    'correct horse battery staple',
    'three-words-and-more',
    'sam-29384756201',
    'dragon tigger shadow',
    '928374650192',
    'žluťoučký kůň',
    '一二三四五六七八九十百千',
    'x'.repeat(1023) + 'y',
  ])('is taken: %s', (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });
});
