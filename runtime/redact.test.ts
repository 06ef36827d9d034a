import { describe, expect, it } from '@jest/globals';
import { redactText } from './redact.ts';

describe('redactText', () => {
  it.each([
    '+12125550123',
    '+1 212 555 0123',
    '+420 300-000-123',
    '12125550123',
    '(212) 555-0123',
    '212.555.0123',
    'call 2125550123 now',
  ])('takes the number out of %j', (text) => {
    expect(redactText(text)).toContain('[number]');
    expect(redactText(text)).not.toMatch(/\d{3}/);
  });

  it.each([
    ['whsec_MDEyMzQ1Njc4OWFiY2RlZg==', 'MDEy'],
    ['the token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl is old', 'eyJ'],
    ['api_key=4f9a8b7c6d', '4f9a'],
    ['{"password":"hunter2hunter2"}', 'hunter2'],
    ['secret: correct-horse', 'horse'],
    ['Bearer abcdefghijkl', 'abcdefgh'],
    ['AKIAIOSFODNN7EXAMPLE', 'IOSFODNN7'],
    ['https://ada:pass@example.com/', 'pass'],
  ])('takes the credential out of %j', (text, secret) => {
    expect(redactText(text)).toContain('[redacted]');
    expect(redactText(text)).not.toContain(secret);
  });

  it.each([
    '2026-11-21T22:08:53.947Z',
    '2026-11-21 22:08:53',
    '01a20027-3dd3-75f6-9474-57d9196cca15',
    '12345678-1234-7123-8123-123456789012',
    'CA11111111111111111111111111111111',
    'listening at http://127.0.0.1:34423/docs',
    'took 1234567 ms, 4096 bytes of 1048576',
    'The access token is not valid.',
    'at file:///app/api/main.ts:1234:56789',
  ])('leaves %j as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });
});
