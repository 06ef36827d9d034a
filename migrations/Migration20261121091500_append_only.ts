import { Migration } from '@mikro-orm/migrations';

const appendOnly = ['flow_version', 'dial_decision', 'attempt_event'];

export class Migration20261121091500_append_only extends Migration {
  override name = 'Migration20261121091500_append_only';

  override up(): void {
    this.addSql(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'rows of % are never changed', tg_table_name
          using errcode = 'restrict_violation', constraint = tg_table_name || '_append_only', table = tg_table_name;
      end
      $$`);
    this.addSql('revoke all on function refuse_change() from public');
    for (const table of appendOnly) {
      this.addSql(`create trigger append_only_rows before update or delete on ${table}
        for each row execute function refuse_change()`);
      this.addSql(`create trigger append_only_table before truncate on ${table}
        for each statement execute function refuse_change()`);
    }
  }

  override down(): void {
    for (const table of appendOnly) {
      this.addSql(`drop trigger append_only_table on ${table}`);
      this.addSql(`drop trigger append_only_rows on ${table}`);
    }
    this.addSql('drop function refuse_change()');
  }
}
