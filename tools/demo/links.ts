import { styleText } from 'node:util';
import type { StackUrls } from '../stack/stack-environment.ts';

/** Where to look next, printed after the result. */
export function renderLinks(
  urls: StackUrls,
  login: { email: string; password: string },
  campaignId: string,
): string {
  const calls = encodeURIComponent(`CampaignId="${campaignId}" AND WorkflowType="conductCall"`);
  const lines: [string, string][] = [
    ['API reference', `${urls.api}/docs`],
    ['Sign in as', `${login.email} / ${login.password}`],
    ['Metrics', `${urls.api}/metrics`],
    ['Health', `${urls.api}/health/deep`],
    ['Emulator', `${urls.emulator}/emulator/calls`],
  ];
  if (urls.temporalUi) {
    const ui = `${urls.temporalUi}/namespaces/${urls.temporalNamespace}/workflows`;
    lines.splice(
      1,
      0,
      ['Calls in Temporal', `${ui}?query=${calls}`],
      ['The campaign', `${ui}/campaign:${campaignId}`],
    );
  }
  return lines.map(([name, link]) => `  ${styleText('gray', name.padEnd(18))}${link}`).join('\n');
}
