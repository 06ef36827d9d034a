import type { campaignSchema, steerCampaignSchema } from '../../../../contracts/campaign.schema.ts';
import type { Operation } from '../../client/operation.ts';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { defineShow } from '../../view/define-show.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

type Steering = Operation<typeof campaignSchema, typeof steerCampaignSchema, never>;

/** Starts a campaign; started twice, it starts once. */
export const campaignsStart = defineShow({
  noun: 'campaigns',
  verb: 'start',
  summary: 'start a draft; started twice, it starts once',
  examples: ['evercall campaigns start 01a1fecd-bfcb-7716-93cd-a68fe6f741e6'],
  of: 'campaign',
  operation: API.startCampaign,
  lines: ({ name, state, id }) => `${name} is ${state}.\nTo follow it: evercall campaigns watch ${id}`,
});

/** Holds a campaign before its next dial. */
export const campaignsPause = defineSteering('pause', 'hold it before its next dial', API.pauseCampaign);

/** Has a paused campaign go on. */
export const campaignsResume = defineSteering('resume', 'have it go on', API.resumeCampaign);

/** Ends a campaign for good. */
export const campaignsCancel = defineSteering('cancel', 'end it for good', API.cancelCampaign);

function defineSteering(verb: string, summary: string, operation: Steering): CliCommand {
  return {
    noun: 'campaigns',
    verb,
    summary: `${summary}; in force when this ends`,
    examples: [
      `evercall campaigns ${verb} 01a1fecd-bfcb-7716-93cd-a68fe6f741e6 --reason "the clinic closed early"`,
    ],
    declare: (command, run) => {
      withApiOptions(command.argument('<id>', 'id of the campaign'))
        .option('--reason <text>', 'why; kept in its history')
        .action((id: string, options: ApiOptions & OutputOptions & { reason?: string }) =>
          run(async (context) => {
            const api = await openApi(context, options);
            const body = options.reason === undefined ? {} : { reason: options.reason };
            const campaign = await api.call(operation, { params: { id }, body });
            writeAnswer(context, options, campaign, () => `${campaign.name} is ${campaign.state}.`);
            return 0;
          }),
        );
    },
  };
}
