import { InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import type { createCampaignSchema } from '../../../../contracts/campaign.schema.ts';
import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { readJsonFile } from '../../read-json-file.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { renderFields } from '../../view/columns.ts';
import {
  amount,
  type OutputOptions,
  positiveNumber,
  withApiOptions,
  writeAnswer,
} from '../../view/output.ts';
import { idOf } from '../find-by-name.ts';
import { flowIdOf } from '../flows/name-flow.ts';
import { campaignFields } from './campaign-fields.ts';

type CreateCampaign = z.input<typeof createCampaignSchema>;

interface Options extends ApiOptions, OutputOptions {
  readonly name: string;
  readonly list: string;
  readonly flow: string;
  readonly from: string;
  readonly purpose?: CreateCampaign['purpose'];
  readonly hours?: readonly [number, number];
  readonly weekdays?: readonly number[];
  readonly maxAttempts?: number;
  readonly maxConcurrent?: number;
  readonly pace?: number;
  readonly budget?: number;
  readonly costPerCall?: number;
  readonly settings?: string;
}

/** Makes a draft of a campaign; nothing is dialled before its start. */
export const campaignsCreate: CliCommand = {
  noun: 'campaigns',
  verb: 'create',
  summary: 'make a draft; nothing is dialled before its start',
  examples: [
    'evercall campaigns create --name "December reminders" --list Patients --flow "Appointment reminder" --from +12025550100',
    'evercall campaigns create … --hours 09:00-18:00 --weekdays 1-5 --pace 2 --budget 25',
  ],
  declare: (command, run) => {
    withApiOptions(command)
      .requiredOption('--name <name>', 'what people call it')
      .requiredOption('--list <list>', 'call list, by name or id')
      .requiredOption('--flow <flow>', 'flow, by name or id')
      .requiredOption('--from <number>', 'our number to call from, E.164 or id')
      .addOption(
        new Option('--purpose <purpose>', 'what the law takes it for').choices([
          'informational',
          'marketing',
        ]),
      )
      .option('--hours <from-to>', 'hours of the person’s day, such as 08:00-21:00', hours)
      .option('--weekdays <days>', '1 Monday to 7 Sunday, such as 1-5 or 1,3,5', weekdays)
      .option('--max-attempts <n>', 'calls to one contact at most', positiveNumber)
      .option('--max-concurrent <n>', 'calls at a time at most', positiveNumber)
      .option('--pace <n>', 'calls per second; the account’s own when left out', amount)
      .option('--budget <amount>', 'it stops before it would cost more, in the account’s currency', amount)
      .option('--cost-per-call <amount>', 'what a call is counted as', amount)
      .option('--settings <file>', 'JSON with further fields of CreateCampaign in the API reference')
      .action((options: Options) => run((context) => create(context, options)));
  },
};

async function create(context: CliContext, options: Options): Promise<0> {
  const api = await openApi(context, options);
  const callListId = await idOf(api, API.listCallLists, options.list, ['call list', ({ name }) => name]);
  const flowId = await flowIdOf(api, options.flow);
  const phoneNumberId = await idOf(api, API.listPhoneNumbers, options.from, [
    'number',
    ({ number }) => number,
  ]);
  const further = options.settings ? await readJsonFile(context.cwd, options.settings) : {};
  const body = { ...(further as object), ...chosen(options), callListId, flowId, phoneNumberId };
  const campaign = await api.call(API.createCampaign, { body });
  writeAnswer(context, options, campaign, () => renderFields(campaignFields(campaign)));
  return 0;
}

/** The fields that options name; what is left out is the API's to choose. */
function chosen(options: Options): Omit<CreateCampaign, 'callListId' | 'flowId' | 'phoneNumberId'> {
  const { name, purpose, maxAttempts, maxConcurrent, pace, budget, costPerCall } = options;
  const window = {
    ...(options.hours && { startMinute: options.hours[0], endMinute: options.hours[1] }),
    ...(options.weekdays && { weekdays: [...options.weekdays] }),
  };
  return {
    name,
    ...(purpose && { purpose }),
    ...(Object.keys(window).length > 0 && { window }),
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(maxConcurrent !== undefined && { maxConcurrent }),
    ...(pace !== undefined && { paceCps: pace }),
    ...(budget !== undefined && { budgetMicros: Math.round(budget * 1e6) }),
    ...(costPerCall !== undefined && { costPerCallMicros: Math.round(costPerCall * 1e6) }),
  };
}

/** `08:00-21:00` as minutes of the day. */
function hours(text: string): readonly [number, number] {
  const found = /^(\d\d?):(\d\d)-(\d\d?):(\d\d)$/.exec(text)?.slice(1).map(Number);
  if (!found) throw new InvalidArgumentError('It is HH:MM-HH:MM, such as 08:00-21:00.');
  const [startHour = 0, startMinute = 0, endHour = 0, endMinute = 0] = found;
  return [startHour * 60 + startMinute, endHour * 60 + endMinute];
}

/** `1-5` or `1,3,5` as ISO weekdays. */
function weekdays(text: string): readonly number[] {
  const [, from, to] = /^([1-7])-([1-7])$/.exec(text) ?? [];
  if (from && to && from <= to)
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);
  if (/^[1-7](?:,[1-7])*$/.test(text)) return text.split(',').map(Number);
  throw new InvalidArgumentError('It is days from 1 (Monday) to 7 (Sunday), such as 1-5 or 1,3,5.');
}
