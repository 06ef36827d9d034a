import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import type { CampaignProgress } from '../../view/campaign-frame.ts';
import { renderFields, shortMoment } from '../../view/columns.ts';
import { countTable, money, share } from '../../view/figures.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { declareThing, thingId } from '../../view/thing-argument.ts';
import type { Campaign } from '../campaigns/campaign-fields.ts';
import { CAMPAIGN } from '../campaigns/name-campaign.ts';

/** What a campaign has come to so far. */
export const reportsCampaign: CliCommand = {
  noun: 'reports',
  verb: 'campaign',
  summary: 'what one has come to: contacts, calls, outcomes, what kept contacts from being called, cost',
  examples: ['evercall reports campaign "December reminders"'],
  declare: (command, run) => {
    withApiOptions(declareThing(command, CAMPAIGN)).action(
      (typed: string, options: ApiOptions & OutputOptions) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const params = { id: await thingId(api, CAMPAIGN, typed) };
          const campaign = await api.call(API.getCampaign, { params });
          const progress = await api.call(API.campaignProgress, { params });
          writeAnswer(context, options, { campaign, progress }, () => renderReport(campaign, progress));
          return 0;
        }),
    );
  },
};

function renderReport({ name, startedAt, finishedAt }: Campaign, progress: CampaignProgress): string {
  const { state, contacts, calls, outcomes, blockedBy, spentMicros } = progress;
  const summary = renderFields({
    campaign: name,
    state,
    started: shortMoment(startedAt),
    finished: shortMoment(finishedAt),
    contacts: contacts.total,
    settled: contacts.done + contacts.blocked + contacts.review,
    'with a person': contacts.review,
    'calls placed': calls.placed,
    answered: share(calls.answered, calls.placed),
    spent: money(spentMicros),
  });
  return [
    summary,
    ...countTable({ of: 'outcome', in: 'contacts' }, outcomes, contacts.total),
    ...countTable({ of: 'not called because of', in: 'contacts' }, blockedBy, contacts.total),
  ].join('\n\n');
}
