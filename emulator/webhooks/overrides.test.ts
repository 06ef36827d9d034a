import { describe, expect, it } from '@jest/globals';
import { connectionLimits, wireUrl } from './overrides.ts';

describe('connectionLimits', () => {
  it('has the defaults of Twilio', () => {
    expect(connectionLimits('http://127.0.0.1/voice?a=1')).toEqual({
      connectTimeoutMs: 5_000,
      readTimeoutMs: 15_000,
      totalTimeMs: 15_000,
      retryCount: 1,
      retryOn: new Set(['ct']),
    });
  });

  it('reads the overrides of the fragment', () => {
    expect(connectionLimits('http://127.0.0.1/#ct=2000&rt=4000&tt=12000&rc=3&rp=ct,rt,5xx')).toEqual({
      connectTimeoutMs: 2_000,
      readTimeoutMs: 4_000,
      totalTimeMs: 12_000,
      retryCount: 3,
      retryOn: new Set(['ct', 'rt', '5xx']),
    });
    expect(connectionLimits('http://127.0.0.1/#rp=all').retryOn).toEqual(new Set(['ct', 'rt', '4xx', '5xx']));
  });

  it.each(['ct=99', 'ct=10001', 'rt=15001', 'tt=0', 'rc=6', 'rc=-1', 'rt=x', 'rp=sometimes'])(
    'takes %s, which is out of range, as not given',
    (fragment) => {
      expect(connectionLimits(`http://127.0.0.1/#${fragment}`)).toEqual(
        connectionLimits('http://127.0.0.1/'),
      );
    },
  );
});

describe('wireUrl', () => {
  it('drops the fragment and encodes only what HTTP cannot carry', () => {
    expect(wireUrl("http://127.0.0.1/a b?x='%20é#rc=1")).toBe("http://127.0.0.1/a%20b?x='%20%C3%A9");
  });
});
