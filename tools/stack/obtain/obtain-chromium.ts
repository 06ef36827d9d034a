import { findOnPath } from '../parts/executables.ts';
import { aptWay } from './apt-way.ts';
import type { Obtainable } from './make-ready.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser that pages are tested in: CHROMIUM_PATH, else the first on PATH, else by apt. */
export const chromiumProgram: Obtainable = {
  name: 'chromium',
  title: 'Chromium',
  find: () => process.env['CHROMIUM_PATH'] || findOnPath(...NAMES),
  ways: [aptWay('chromium', 280_000)],
  mend: 'sudo apt-get install chromium (or name a Chromium in CHROMIUM_PATH)',
};
