import { describe, expect, it } from '@jest/globals';
import { NOTIFICATION_KINDS } from '../../contracts/notification.ts';
import { NOTIFICATION_TEXTS, notificationText } from './notification-texts.ts';

const namesIn = (body: string) => new Set([...body.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));

describe('the texts of notifications', () => {
  it.each(NOTIFICATION_KINDS)('%s name the same things in every language', (kind) => {
    const { en, es, cs } = NOTIFICATION_TEXTS[kind];
    expect(new Set([en.title, es.title, cs.title]).size).toBe(3);
    expect(namesIn(en.body).size).toBeGreaterThan(0);
    expect(namesIn(es.body)).toEqual(namesIn(en.body));
    expect(namesIn(cs.body)).toEqual(namesIn(en.body));
  });

  it('are filled once: a value is never read as a name', () => {
    const data = { name: '{state} $& {name}', state: 'completed' };
    expect(notificationText('campaign.finished', 'en', data).body).toBe(
      'The campaign “{state} $& {name}” has ended: completed.',
    );
  });
});
