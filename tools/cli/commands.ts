import type { CliCommand } from './cli-command.types.ts';
import { callbacksCreate, callbacksMove } from './commands/callbacks/plan-callback.command.ts';
import {
  callbacksCancel,
  callbacksList,
  callbacksShow,
} from './commands/callbacks/read-callbacks.command.ts';
import { callsList, callsShow } from './commands/calls/read-calls.command.ts';
import { campaignsCreate } from './commands/campaigns/campaigns-create.command.ts';
import { campaignsWatch } from './commands/campaigns/campaigns-watch.command.ts';
import { campaignsList, campaignsShow } from './commands/campaigns/read-campaigns.command.ts';
import {
  campaignsCancel,
  campaignsPause,
  campaignsResume,
  campaignsStart,
} from './commands/campaigns/steer-campaign.command.ts';
import { contactsFollow, contactsImport } from './commands/contacts/contacts-import.command.ts';
import { contactsList, contactsShow, contactsWhy } from './commands/contacts/read-contacts.command.ts';
import { listsList } from './commands/contacts/read-lists.command.ts';
import { flowsPublish, flowsRollback } from './commands/flows/flows-publish.command.ts';
import { flowsPull } from './commands/flows/flows-pull.command.ts';
import { flowsPush } from './commands/flows/flows-push.command.ts';
import { flowsTest } from './commands/flows/flows-test.command.ts';
import { flowsValidate } from './commands/flows/flows-validate.command.ts';
import { flowsList, flowsVersions } from './commands/flows/read-flows.command.ts';
import { keysCreate } from './commands/keys/keys-create.command.ts';
import { keysList, keysRevoke } from './commands/keys/read-keys.command.ts';
import { notificationsList, notificationsRead } from './commands/notifications/notifications.command.ts';
import { notificationsMail } from './commands/notifications/notifications-mail.command.ts';
import { numbersDetach, numbersList, numbersShow } from './commands/numbers/read-numbers.command.ts';
import { numbersAttach, numbersSync, numbersUpdate } from './commands/numbers/write-numbers.command.ts';
import { providerKeysList, providerKeysUsage } from './commands/provider-keys/read-provider-keys.command.ts';
import {
  providerKeysAdd,
  providerKeysRemove,
  providerKeysRotate,
  providerKeysValidate,
} from './commands/provider-keys/write-provider-keys.command.ts';
import { reportsCalls } from './commands/reports/reports-calls.command.ts';
import { reportsCampaign } from './commands/reports/reports-campaign.command.ts';
import { reportsFlow } from './commands/reports/reports-flow.command.ts';
import { accept } from './commands/session/accept.command.ts';
import { confirm } from './commands/session/confirm.command.ts';
import { login } from './commands/session/login.command.ts';
import { logout } from './commands/session/logout.command.ts';
import { reset } from './commands/session/reset.command.ts';
import { whoami } from './commands/session/whoami.command.ts';
import {
  breakersClose,
  breakersList,
  breakersOpen,
  breakersOrders,
  breakersReset,
} from './commands/system/breakers.command.ts';
import { completion } from './commands/system/completion.command.ts';
import { organizationsList, servicesList } from './commands/system/installation.command.ts';
import { openapi } from './commands/system/openapi.command.ts';
import { doctor, rebuild } from './commands/system/run-tool.command.ts';
import { sessionsList, sessionsRevoke } from './commands/users/sessions.command.ts';
import {
  usersInvite,
  usersList,
  usersRemove,
  usersReopen,
  usersRole,
} from './commands/users/users.command.ts';
import { voicemailCallback, voicemailMark } from './commands/voicemail/answer-voicemail.command.ts';
import { voicemailList, voicemailShow } from './commands/voicemail/read-voicemail.command.ts';
import { deliveriesList, deliveriesReplay, deliveriesShow } from './commands/webhooks/deliveries.command.ts';
import { webhooksList, webhooksShow } from './commands/webhooks/read-webhooks.command.ts';
import { webhooksCreate, webhooksRotate } from './commands/webhooks/webhook-secret.command.ts';
import { webhooksTest } from './commands/webhooks/webhooks-test.command.ts';
import {
  webhooksDelete,
  webhooksDisable,
  webhooksEnable,
  webhooksUpdate,
} from './commands/webhooks/write-webhooks.command.ts';

/** Every command of the CLI. */
export const COMMANDS: readonly CliCommand[] = [
  login,
  whoami,
  logout,
  accept,
  reset,
  confirm,
  campaignsList,
  campaignsShow,
  campaignsCreate,
  campaignsStart,
  campaignsWatch,
  campaignsPause,
  campaignsResume,
  campaignsCancel,
  contactsImport,
  contactsFollow,
  contactsList,
  contactsShow,
  contactsWhy,
  listsList,
  flowsList,
  flowsPull,
  flowsPush,
  flowsValidate,
  flowsTest,
  flowsPublish,
  flowsVersions,
  flowsRollback,
  callsList,
  callsShow,
  reportsCalls,
  reportsCampaign,
  reportsFlow,
  callbacksList,
  callbacksShow,
  callbacksCreate,
  callbacksMove,
  callbacksCancel,
  numbersList,
  numbersShow,
  numbersAttach,
  numbersUpdate,
  numbersDetach,
  numbersSync,
  voicemailList,
  voicemailShow,
  voicemailMark,
  voicemailCallback,
  keysList,
  keysCreate,
  keysRevoke,
  webhooksList,
  webhooksShow,
  webhooksCreate,
  webhooksUpdate,
  webhooksEnable,
  webhooksDisable,
  webhooksRotate,
  webhooksTest,
  webhooksDelete,
  deliveriesList,
  deliveriesShow,
  deliveriesReplay,
  notificationsList,
  notificationsRead,
  notificationsMail,
  providerKeysList,
  providerKeysAdd,
  providerKeysValidate,
  providerKeysRotate,
  providerKeysRemove,
  providerKeysUsage,
  usersList,
  usersInvite,
  usersRole,
  usersRemove,
  usersReopen,
  sessionsList,
  sessionsRevoke,
  organizationsList,
  servicesList,
  breakersList,
  breakersOpen,
  breakersOrders,
  breakersClose,
  breakersReset,
  doctor,
  rebuild,
  openapi,
  completion,
];

/** What the nouns stand for. */
export const NOUNS: Readonly<Record<string, string>> = {
  campaigns: 'campaigns: make, start, steer, watch',
  contacts: 'people, their imports, and why they were called',
  lists: 'call lists',
  flows: 'IVR flows: as files, as drafts, as published versions',
  calls: 'calls with their timelines',
  reports: 'what calls, a campaign or a flow have come to',
  callbacks: 'calls that we owe somebody',
  numbers: 'our numbers, and what answers them',
  voicemail: 'messages that callers left',
  keys: 'API keys',
  webhooks: 'outgoing webhooks: your servers are told what happens',
  deliveries: 'what was and will be sent to a webhook',
  notifications: 'what you were told of',
  'provider-keys': 'keys of providers that your organization has brought',
  users: 'who may sign in, and as what',
  sessions: 'where people are signed in',
  organizations: 'organizations of the installation; for its operator',
  services: 'processes of the installation; for its operator',
  breakers: 'circuit breakers of the installation; for its operator',
};
