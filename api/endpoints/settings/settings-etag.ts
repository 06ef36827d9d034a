import { createHash } from 'node:crypto';
import type { MySettings } from '../../../db/identity/settings.ts';

/** ETag of the settings of an organization. */
export function settingsEtag(revision: number): string {
  return `"${revision}"`;
}

/** ETag of a person's own settings: a digest of what they are. */
export function mySettingsEtag({ language, zone, mailNotifications }: MySettings): string {
  const digest = createHash('sha256').update(JSON.stringify([language, zone, mailNotifications]));
  return `"${digest.digest('base64url').slice(0, 16)}"`;
}
