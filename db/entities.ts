import { ApiKey } from './entities/api-key.entity.ts';
import { AttemptEvent } from './entities/attempt-event.entity.ts';
import { AuditEntry } from './entities/audit-entry.entity.ts';
import { BreakerOrder } from './entities/breaker-order.entity.ts';
import { BreakerOverride } from './entities/breaker-override.entity.ts';
import { BreakerReport } from './entities/breaker-report.entity.ts';
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
import { Invitation } from './entities/invitation.entity.ts';
import { LoginBackoff } from './entities/login-backoff.entity.ts';
import { Notification } from './entities/notification.entity.ts';
import { OperatorIdempotencyKey } from './entities/operator-idempotency-key.entity.ts';
import { Operator } from './entities/operator.entity.ts';
import { OrgDataKey } from './entities/org-data-key.entity.ts';
import { OrganizationSettings } from './entities/organization-settings.entity.ts';
import { Organization } from './entities/organization.entity.ts';
import { Outbox } from './entities/outbox.entity.ts';
import { PasswordReset } from './entities/password-reset.entity.ts';
import { PhoneNumber } from './entities/phone-number.entity.ts';
import { ProviderKeyUsage } from './entities/provider-key-usage.entity.ts';
import { ProviderKey } from './entities/provider-key.entity.ts';
import { Recording } from './entities/recording.entity.ts';
import { RefreshToken } from './entities/refresh-token.entity.ts';
import { RuleClock } from './entities/rule-clock.entity.ts';
import { ServiceInstance } from './entities/service-instance.entity.ts';
import { Suppression } from './entities/suppression.entity.ts';
import { TraceSpan } from './entities/trace-span.entity.ts';
import { UserSession } from './entities/user-session.entity.ts';
import { UserSettings } from './entities/user-settings.entity.ts';
import { User } from './entities/user.entity.ts';
import { Voicemail } from './entities/voicemail.entity.ts';
import { WebhookDeliveryAttempt } from './entities/webhook-delivery-attempt.entity.ts';
import { WebhookDelivery } from './entities/webhook-delivery.entity.ts';
import { WebhookEndpoint } from './entities/webhook-endpoint.entity.ts';
import { WebhookEvent } from './entities/webhook-event.entity.ts';
import { WebhookInbox } from './entities/webhook-inbox.entity.ts';

/** Every entity of the database, one a file; discovery reads this list and no folder. */
export const entities = [
  ApiKey,
  AttemptEvent,
  AuditEntry,
  BreakerOrder,
  BreakerOverride,
  BreakerReport,
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
  Invitation,
  LoginBackoff,
  Notification,
  OperatorIdempotencyKey,
  Operator,
  OrgDataKey,
  OrganizationSettings,
  Organization,
  Outbox,
  PasswordReset,
  PhoneNumber,
  ProviderKeyUsage,
  ProviderKey,
  Recording,
  RefreshToken,
  RuleClock,
  ServiceInstance,
  Suppression,
  TraceSpan,
  UserSession,
  UserSettings,
  User,
  Voicemail,
  WebhookDeliveryAttempt,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookEvent,
  WebhookInbox,
] as const;
