import { AttemptEvent } from './entities/attempt-event.entity.ts';
import { CallAttempt } from './entities/call-attempt.entity.ts';
import { CallLeg } from './entities/call-leg.entity.ts';
import { CallListMember } from './entities/call-list-member.entity.ts';
import { CallList } from './entities/call-list.entity.ts';
import { Call } from './entities/call.entity.ts';
import { Callback } from './entities/callback.entity.ts';
import { CampaignContact } from './entities/campaign-contact.entity.ts';
import { CampaignControl } from './entities/campaign-control.entity.ts';
import { CampaignCounter } from './entities/campaign-counter.entity.ts';
import { Campaign } from './entities/campaign.entity.ts';
import { CarrierAccount } from './entities/carrier-account.entity.ts';
import { ContactImportRow } from './entities/contact-import-row.entity.ts';
import { ContactImport } from './entities/contact-import.entity.ts';
import { ContactPii } from './entities/contact-pii.entity.ts';
import { Contact } from './entities/contact.entity.ts';
import { DialDecision } from './entities/dial-decision.entity.ts';
import { FlowDraft } from './entities/flow-draft.entity.ts';
import { FlowLiveChange } from './entities/flow-live-change.entity.ts';
import { FlowSuite } from './entities/flow-suite.entity.ts';
import { FlowVersion } from './entities/flow-version.entity.ts';
import { Flow } from './entities/flow.entity.ts';
import { IdempotencyKey } from './entities/idempotency-key.entity.ts';
import { Incident } from './entities/incident.entity.ts';
import { Organization } from './entities/organization.entity.ts';
import { Outbox } from './entities/outbox.entity.ts';
import { PhoneNumber } from './entities/phone-number.entity.ts';
import { Recording } from './entities/recording.entity.ts';
import { RuleClock } from './entities/rule-clock.entity.ts';
import { Suppression } from './entities/suppression.entity.ts';
import { User } from './entities/user.entity.ts';
import { Voicemail } from './entities/voicemail.entity.ts';
import { WebhookInbox } from './entities/webhook-inbox.entity.ts';

/** Every entity of the database, one a file; discovery reads this list and no folder. */
export const entities = [
  AttemptEvent,
  CallAttempt,
  CallLeg,
  CallListMember,
  CallList,
  Call,
  Callback,
  CampaignContact,
  CampaignControl,
  CampaignCounter,
  Campaign,
  CarrierAccount,
  ContactImportRow,
  ContactImport,
  ContactPii,
  Contact,
  DialDecision,
  FlowDraft,
  FlowLiveChange,
  FlowSuite,
  FlowVersion,
  Flow,
  IdempotencyKey,
  Incident,
  Organization,
  Outbox,
  PhoneNumber,
  Recording,
  RuleClock,
  Suppression,
  User,
  Voicemail,
  WebhookInbox,
] as const;
