import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { makeReady } from '../../tools/stack/obtain/make-ready.ts';
import { chromiumProgram } from '../../tools/stack/obtain/obtain-chromium.ts';
import { closeLabs, everybody, type Lab, OURS, startLab, until } from './lab.ts';

const MINE = '+12125550142';
const MENU =
  '<Response><Gather input="dtmf speech" numDigits="1" timeout="60" speechTimeout="1" action="/chosen">' +
  '<Say language="en-US">Press one, or say yes.</Say></Gather></Response>';

let browser: Browser;
let lab: Lab;
const contexts: BrowserContext[] = [];
const pageErrors: string[] = [];

/** A tab of its own, with a phone in it; what the page reads aloud is kept in `spoken`. */
async function openPhone(number: string): Promise<Page> {
  const context = await browser.newContext();
  contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  page.setDefaultTimeout(20_000);
  await page.addInitScript(() => {
    const spoken: string[] = [];
    const speak = ({ lang, text }: { lang: string; text: string }): void =>
      void spoken.push(`${lang}: ${text}`);
    const tab = globalThis as unknown as { spoken: string[]; speechSynthesis: { speak: typeof speak } };
    tab.spoken = spoken;
    tab.speechSynthesis.speak = speak;
  });
  await page.goto(`${lab.emulator.url}/emulator/phone?number=${encodeURIComponent(number)}`);
  await page.getByText('Ready', { exact: true }).waitFor();
  return page;
}

const spoken = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { spoken: string[] }).spoken);

async function withInbound(): Promise<void> {
  const [own] = await lab.client.incomingPhoneNumbers.list({ phoneNumber: OURS });
  await lab.client.incomingPhoneNumbers(own!.sid).update({
    voiceUrl: `${lab.customer.url}/voice`,
    friendlyName: 'Front desk',
  });
}

describe('the phone in the browser', () => {
  beforeAll(async () => {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const executablePath = await makeReady(chromiumProgram, (line) => process.stderr.write(`${line}\n`));
    browser = await chromium.launch({ executablePath, args });
  }, 600_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await closeLabs();
    expect(pageErrors.splice(0)).toEqual([]);
  });
  afterAll(() => browser?.close());

  const start = async (): Promise<void> => {
    lab = await startLab({ cps: 1000, numbers: [OURS], personas: everybody('busy') });
    lab.customer.answers['/voice'] = MENU;
    lab.customer.answers['/chosen'] = '<Response><Say language="cs-CZ">Děkujeme.</Say></Response>';
  };

  it('rings, answers, reads aloud, sends a key from the keyboard and shows the end', async () => {
    await start();
    const page = await openPhone(MINE);
    const sid = await lab.call(MINE);
    await page.getByRole('heading', { name: 'Incoming call' }).waitFor();
    expect(await page.locator('#ringing-from').textContent()).toBe(OURS);
    await page.getByRole('button', { name: 'Answer' }).click();
    await page.getByText('The line waits for a key or for words.').waitFor();
    expect(await page.getByRole('log').textContent()).toBe('Press one, or say yes.');
    expect(await spoken(page)).toEqual(['en-US: Press one, or say yes.']);
    await page.keyboard.press('1');
    await page.getByText('The call has ended.').waitFor();
    expect(await spoken(page)).toEqual(['en-US: Press one, or say yes.', 'cs-CZ: Děkujeme.']);
    expect(lab.customer.at('/chosen')[0]?.params).toMatchObject({ Digits: '1', CallSid: sid });
    expect(lab.truth('answer')).toMatchObject([{ callSid: sid, to: MINE }]);
    expect(lab.truth('ring')).toMatchObject([{ persona: 'browser phone' }]);
  }, 60_000);

  it('calls one of our numbers, interrupts it with typed speech, and hangs up', async () => {
    await start();
    await withInbound();
    lab.customer.answers['/chosen'] = '<Response><Say>One moment.</Say><Pause length="60"/></Response>';
    const page = await openPhone(MINE);
    await page.getByRole('button', { name: /Front desk/ }).click();
    await page.getByText('Press one, or say yes.').waitFor();
    await page.getByLabel('Say', { exact: true }).fill('Yes, <please> & thank you');
    await page.keyboard.press('Enter');
    await page.getByText('One moment.').waitFor();
    expect(lab.customer.at('/chosen')[0]?.params).toMatchObject({
      SpeechResult: 'Yes, <please> & thank you',
      From: MINE,
      Direction: 'inbound',
    });
    expect(lab.truth('say')[0]).toMatchObject({ text: 'Press one, or say yes.', cutShort: true });
    await page.getByRole('button', { name: 'Hang up' }).click();
    await page.getByText('The call has ended.').waitFor();
    expect(lab.truth('hangup')).toMatchObject([{ by: 'person' }]);
  }, 60_000);

  it('rings in every tab with the number; one answers, the other stops; declining is busy', async () => {
    await start();
    lab.customer.answers['/voice'] = '<Response><Pause length="60"/></Response>';
    const [first, second] = [await openPhone(MINE), await openPhone(MINE)];
    await lab.call(MINE);
    await second.getByRole('button', { name: 'Answer' }).waitFor();
    await first.getByRole('button', { name: 'Answer' }).click();
    await second.getByText('Call answered at another phone.').waitFor();
    await first.getByText('Connected', { exact: true }).waitFor();
    await first.keyboard.press('Escape');
    await until(() => lab.truth('end').length === 1);
    const declined = await lab.call(MINE);
    await first.getByRole('button', { name: 'Decline' }).click();
    await first.getByText('Call declined.').waitFor();
    await second.getByRole('button', { name: 'Decline' }).click();
    await until(() => lab.truth('end').length === 2);
    expect(lab.truth('end')[1]).toMatchObject({ callSid: declined, status: 'busy' });
  }, 60_000);

  it('takes a transfer, talks with the caller, and keeps the call over a reload', async () => {
    await start();
    await withInbound();
    lab.customer.answers['/voice'] =
      '<Response><Say>Putting you through.</Say><Dial action="/after"><Number>+12125550143</Number></Dial></Response>';
    const [caller, desk] = [await openPhone(MINE), await openPhone('+12125550143')];
    await caller.getByLabel('Call', { exact: true }).fill('(+1) 212-555-0100');
    await caller.keyboard.press('Enter');
    await desk.getByRole('button', { name: 'Answer' }).click();
    await caller.getByText('Connected to +12125550143').waitFor();
    await caller.getByLabel('Say', { exact: true }).fill('Is anybody there?');
    await caller.keyboard.press('Enter');
    await desk.getByText('Is anybody there?').waitFor();
    await desk.reload();
    await desk.getByText('Is anybody there?').waitFor();
    await desk.getByRole('button', { name: 'Hang up' }).click();
    await caller.getByText('The call has ended.').waitFor();
    expect(lab.customer.at('/after')[0]?.params).toMatchObject({
      DialCallStatus: 'completed',
      DialBridged: 'true',
    });
  }, 60_000);

  it('says why a number cannot be called or claimed, and mutes', async () => {
    await start();
    const page = await openPhone(MINE);
    await page.getByText('The application has no number yet that answers calls.').waitFor();
    await page.getByLabel('Call', { exact: true }).fill(OURS);
    await page.keyboard.press('Enter');
    await page.getByText('the number has no VoiceUrl, so nothing answers it').waitFor();
    await page.getByLabel('This phone’s number').fill(OURS);
    await page.getByRole('button', { name: 'Use' }).click();
    await page.getByText('this is one of the numbers of the application').waitFor();
    const mute = page.getByRole('button', { name: 'Read aloud' });
    expect(await mute.getAttribute('aria-pressed')).toBe('true');
    await mute.click();
    expect(await mute.getAttribute('aria-pressed')).toBe('false');
    await lab.call(MINE);
    await page.getByRole('button', { name: 'Answer' }).click();
    await page.getByRole('log').getByText('Press one, or say yes.').waitFor();
    expect(await spoken(page)).toEqual([]);
  }, 60_000);
});
