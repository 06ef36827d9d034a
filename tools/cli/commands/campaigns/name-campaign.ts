import { API } from '../../client/operations.ts';
import type { ThingArgument } from '../../view/thing-argument.ts';
import { idOf } from '../find-by-name.ts';

/** Names a campaign by id or name, where looking at another one of that name would do no harm. */
export const CAMPAIGN: ThingArgument = {
  name: 'campaign',
  description: 'by name or id; of a name the newest',
  idOf: (api, typed) => idOf(api, API.listCampaigns, typed, ['campaign', ({ name }) => name]),
};
