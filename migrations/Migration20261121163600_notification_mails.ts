import { Migration } from '@mikro-orm/migrations';
import { createDefinerFunction, type DefinerFunction } from './steps/migration-steps.ts';

const toMail: DefinerFunction = {
  // What is older than a day is no news any more, whatever kept the mail server away.
  signature: 'notifications_to_mail(int)',
  grantees: 'app_system',
  definition: `
    create function notifications_to_mail(n int) returns table (org_id uuid, notification_id uuid)
    stable as $$
      select t.org_id, t.id
        from notification t
        join "user" u on u.org_id = t.org_id and u.id = t.user_id
        left join user_settings s on s.org_id = u.org_id and s.user_id = u.id
       where t.created_at > statement_timestamp() - interval '1 day' and t.mailed_at is null
         and u.disabled_at is null and coalesce((s.document ->> 'mailNotifications')::boolean, true)
       order by t.created_at
       limit n
    $$`,
};

export class Migration20261121163600_notification_mails extends Migration {
  override name = 'Migration20261121163600_notification_mails';

  override up(): void {
    this.addSql('grant select on user_settings to app_definer');
    for (const sql of createDefinerFunction(toMail)) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop function ${toMail.signature}`);
    this.addSql('revoke select on user_settings from app_definer');
  }
}
