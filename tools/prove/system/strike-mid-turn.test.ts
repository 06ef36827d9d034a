import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { countVoiceWebhooks } from './strike-mid-turn.ts';

describe('countVoiceWebhooks', () => {
  it('counts what was appended since, whole lines only', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'evercall-truth-')), 'truth.jsonl');
    const count = countVoiceWebhooks(path);
    expect(count()).toBe(0);
    const voice = '{"event":"webhook_sent","url":"http://host/webhooks/twilio/a/voice?t=1"}';
    appendFileSync(
      path,
      `${voice}\n{"event":"webhook_sent","url":"http://host/status?a=1"}\n${voice.slice(0, 20)}`,
    );
    expect(count()).toBe(1);
    appendFileSync(path, `${voice.slice(20)}\n`);
    expect(count()).toBe(2);
    expect(count()).toBe(2);
  });
});
