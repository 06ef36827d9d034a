import { describe, expect, it } from '@jest/globals';
import { readSeedInput, SeedVariablesError } from './seed-variables.ts';

const GIVEN = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}1`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_FROM_NUMBER: '+12025550123',
  ORG_NAME: 'Clinic',
  ADMIN_EMAIL: 'admin@example.com',
  ADMIN_PASSWORD: 'correct-horse-battery',
};

describe('readSeedInput', () => {
  it('seeds the real carrier at one call a second unless told otherwise', () => {
    expect(readSeedInput(GIVEN).carrier).toEqual({
      accountSid: GIVEN.TWILIO_ACCOUNT_SID,
      authToken: 'token',
      apiBaseUrl: null,
      cps: 1,
      maxConcurrent: 10,
    });
    expect(readSeedInput({ ...GIVEN, TWILIO_CPS: '2.5' }).carrier.cps).toBe(2.5);
  });

  it('leaves the rule clock as it is, so that the database can refuse', () => {
    expect(readSeedInput(GIVEN)).not.toHaveProperty('ruleClock');
  });

  it('makes an operator only of both an address and a password', () => {
    expect(readSeedInput(GIVEN)).not.toHaveProperty('operator');
    const operator = { OPERATOR_EMAIL: 'operator@example.com', OPERATOR_PASSWORD: 'correct-horse-battery' };
    expect(readSeedInput({ ...GIVEN, ...operator }).operator).toEqual({
      email: 'operator@example.com',
      password: 'correct-horse-battery',
    });
    const half = () => readSeedInput({ ...GIVEN, OPERATOR_EMAIL: 'operator@example.com' });
    expect(half).toThrow('OPERATOR_PASSWORD: is missing');
  });

  it('names every fault at once, and no secret', () => {
    const env = { ADMIN_PASSWORD: 'short', TWILIO_FROM_NUMBER: '2025550123', TWILIO_CPS: '0' };
    const read = () => readSeedInput(env);
    expect(read).toThrow(SeedVariablesError);
    for (const name of [
      'TWILIO_ACCOUNT_SID: is missing',
      'TWILIO_FROM_NUMBER: must',
      'TWILIO_CPS',
      'ORG_NAME',
    ])
      expect(read).toThrow(name);
    expect(read).not.toThrow('short');
  });
});
