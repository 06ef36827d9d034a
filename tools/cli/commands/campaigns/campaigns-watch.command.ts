import { setTimeout as delay } from 'node:timers/promises';
import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { type CampaignProgress, renderCampaign } from '../../view/campaign-frame.ts';
import { type OutputOptions, withApiOptions } from '../../view/output.ts';
import { declareThing, thingId } from '../../view/thing-argument.ts';
import { CAMPAIGN } from './name-campaign.ts';

const EVERY_MS = 1_000;

/** Follows a campaign to its end: ends with 0 when it is completed and with 1 when it was canceled. */
export const campaignsWatch: CliCommand = {
  noun: 'campaigns',
  verb: 'watch',
  summary: 'follow it live to its end; ends with 1 when it was canceled',
  examples: [
    'evercall campaigns watch 01a1fecd-bfcb-7716-93cd-a68fe6f741e6',
    'evercall campaigns watch 01a1fecd-bfcb-7716-93cd-a68fe6f741e6 --output json | jq .contacts',
  ],
  declare: (command, run) => {
    withApiOptions(declareThing(command, CAMPAIGN))
      .option('--once', 'where it stands now, and no more')
      .action((typed: string, options: ApiOptions & OutputOptions & { once?: boolean }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const id = await thingId(api, CAMPAIGN, typed);
          const isOnce = options.once === true;
          const { state } = await follow(context, api, id, { isJson: options.output === 'json', isOnce });
          return state === 'canceled' && !isOnce ? 1 : 0;
        }),
      );
  },
};

/** Shows each reading: in place, as a JSON line, or, where nobody watches, whenever something has changed. */
async function follow(
  { live, out, signal }: CliContext,
  api: ApiClient,
  id: string,
  { isJson, isOnce }: { isJson: boolean; isOnce: boolean },
): Promise<CampaignProgress> {
  const { startedAt, finishedAt } = await api.call(API.getCampaign, { params: { id } });
  const startedMs = startedAt === null ? Date.now() : Date.parse(startedAt);
  const show = isJson || isOnce || live === null ? out : (frame: string) => live.show(frame);
  try {
    for (let shown = ''; ; await delay(EVERY_MS, undefined, { signal })) {
      const progress = await api.call(API.campaignProgress, { params: { id } });
      const elapsedMs = (finishedAt === null ? Date.now() : Date.parse(finishedAt)) - startedMs;
      const isOver = progress.state === 'completed' || progress.state === 'canceled';
      const line = JSON.stringify(progress);
      if (line !== shown || show !== out) show(isJson ? line : renderCampaign({ progress, elapsedMs }));
      shown = line;
      if (isOver || isOnce) return progress;
    }
  } finally {
    live?.done();
  }
}
