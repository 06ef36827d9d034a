import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { attemptLink } from './attempt-link.ts';
import { hashPhone } from './hash-phone.ts';
import { openInput, sealInput } from './sealed-input.ts';

const key = randomBytes(32);

describe('keyed hashes and seals', () => {
  it('hashes a number under the key of the organization', () => {
    expect(hashPhone(key, '+12125550123')).toHaveLength(32);
    expect(hashPhone(key, '+12125550123')).toEqual(hashPhone(key, '+12125550123'));
    expect(hashPhone(randomBytes(32), '+12125550123')).not.toEqual(hashPhone(key, '+12125550123'));
  });

  it('links an attempt by 22 characters that nobody else can make', () => {
    const k = attemptLink.sign(key, 'a1');
    expect(k).toMatch(/^[\w-]{22}$/);
    expect(attemptLink.verify(key, 'a1', k)).toBe(true);
    expect(attemptLink.verify(key, 'a2', k)).toBe(false);
    expect(attemptLink.verify(key, 'a1', `${k}A`)).toBe(false);
    expect(attemptLink.verify(key, 'a1', '')).toBe(false);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
    const accepted = alphabet.filter((last) => attemptLink.verify(key, 'a1', k.slice(0, -1) + last));
    expect(accepted).toEqual([k.at(-1)]);
  });

  it('opens only what it sealed, for the turn it was sealed for', () => {
    const sealed = sealInput(key, 'a1:t1', { type: 'digits', value: '1' });
    expect(openInput(key, 'a1:t1', sealed)).toEqual({ type: 'digits', value: '1' });
    expect(openInput(key, 'a1:t2', sealed)).toBeUndefined();
    expect(openInput(key, 'a1:t1', `${sealed.slice(0, -3)}AAA`)).toBeUndefined();
    expect(openInput(key, 'a1:t1', 'short')).toBeUndefined();
    expect(sealed).not.toContain('digits');
  });
});
