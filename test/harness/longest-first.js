import TestSequencer from '@jest/test-sequencer';

/** Test files that take long, the longest first: begun last, one of them would keep one processor busy and the others idle. */
const LONG = [
  'test/api/fuzz.test.ts',
  'test/stack/lifecycle.test.ts',
  'test/e2e/campaign.test.ts',
  'test/api/tenant-matrix.test.ts',
  'test/simulation/simulation.test.ts',
  'test/e2e/inbound.test.ts',
  'test/stack/bootstrap.test.ts',
];

/** The files known to take long, then jest's own order. In JavaScript, as the package's types miss its ESM entry. */
export default class LongestFirst extends TestSequencer {
  async sort(tests) {
    const rank = ({ path }) => LONG.findIndex((file) => path.endsWith(`/${file}`));
    const long = tests.filter((test) => rank(test) >= 0).toSorted((a, b) => rank(a) - rank(b));
    return [...long, ...(await super.sort(tests.filter((test) => rank(test) < 0)))];
  }
}
