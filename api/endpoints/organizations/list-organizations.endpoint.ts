import { organizationSchema } from '../../../contracts/organization.schema.ts';
import { listOrganizationRows, type OrganizationRow } from '../../../db/identity/organization-row.ts';
import { defineList } from '../../define-list.ts';
import { toOrganization } from './organization-view.ts';

/** Every organization of the installation, closed ones too. */
export const listOrganizations = defineList({
  id: 'listOrganizations',
  path: '/api/v1/organizations',
  tag: 'organizations',
  summary: 'List organizations',
  auth: 'operator',
  item: organizationSchema,
  key: ['id', 'id'],
  sorts: { createdAt: 'id' },
  sort: 'createdAt',
  // Over all organizations, so by a function, which has the order and the page in it.
  rows: ({ deps }, { after, isDescending, limit }) =>
    listOrganizationRows(deps.pool, { after: after && String(after[1]), isNewestFirst: isDescending, limit }),
  toItem: (row: OrganizationRow) => toOrganization(row),
});
