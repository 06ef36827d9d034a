import { styleText } from 'node:util';
import type { StackUrls } from '../stack/stack-environment.ts';
import type { DemoRun } from './demo-run.ts';

type Link = readonly [name: string, where: string];

/** Where to look next, printed after the result. */
export function renderLinks(urls: StackUrls, run: DemoRun, campaignId: string): string {
  const links: Link[] = [
    ['API reference', `${urls.api}/docs`],
    ...temporalLinks(urls, campaignId),
    ['A phone', `${urls.emulator}/emulator/phone`],
    ['', `call ${run.ourNumber} from it: menu and voicemail, by the demo's office hours`],
    ['Sign in as', `${run.login.email} / ${run.login.password}`],
    ['', `EVERCALL_API_URL=${urls.api} bin/evercall login ${run.login.email}`],
    ['As the operator', `${run.operator.email} / ${run.operator.password} (processes, organizations)`],
    ['Metrics', `${urls.api}/metrics`],
    ['Health', `${urls.api}/health/ready`],
    ['Carrier’s record', `${urls.emulator}/emulator/calls`],
  ];
  return links.map(([name, where]) => `  ${styleText('gray', name.padEnd(18))}${where}`).join('\n');
}

/** The campaign, and its calls as a search; none with a Temporal of the user's own, whose UI we do not know. */
function temporalLinks({ temporalUi, temporalNamespace }: StackUrls, campaignId: string): Link[] {
  if (temporalUi === undefined) return [];
  const workflows = `${temporalUi}/namespaces/${temporalNamespace}/workflows`;
  const search = encodeURIComponent(`CampaignId="${campaignId}" AND WorkflowType="conductCall"`);
  return [
    ['Calls in Temporal', `${workflows}?query=${search}`],
    ['The campaign', `${workflows}/campaign:${campaignId}`],
  ];
}
