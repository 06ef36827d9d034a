import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import type { Endpoint } from '../../../api/endpoint.ts';
import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import { bodyOf, resourceOf } from '../../../test/api/harness/requests.ts';
import { type Belongings, belongingsOf, candidatesFor } from './belongings.ts';
import { expectedReception, type Identity, peopleOf } from './identities.ts';
import type { MatrixReport } from './role-matrix.ts';
import { uuidFields, withValue } from './uuid-fields.ts';

/** A request of ours that names something of theirs, and the same one with an id that nobody has. */
interface Trespass {
  readonly what: string;
  readonly request: (id: string) => Sent;
  readonly ids: readonly string[];
  /**
   * What is wanted of the answer: that there is no such thing; the same as for an id that nobody has; or only that it
   * holds nothing of theirs, where each answer changes what the next one can be.
   */
  readonly wants: '404' | 'same' | 'ours';
}

interface Sent {
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Headers by which other systems choose an organization. */
const ORGANIZATION_HEADERS = [
  'X-Organization-Id',
  'X-Org-Id',
  'X-Tenant-Id',
  'Evercall-Organization',
  'X-User-Id',
];

/** Everybody of our organization who may ask. */
export const ASKERS: readonly string[] = ['agent', 'supervisor', 'admin', 'API key'];

/**
 * Names what belongs to another organization in every place of one operation's requests: path, query, body, headers, a
 * cursor, an Idempotency-Key. As each role and as an API key the answer must be the one that an id gets which nobody
 * has, hold nothing of theirs, and leave everything of theirs as it was.
 */
export async function checkTenancy(
  world: ApiWorld,
  endpoint: Endpoint,
  askedBy: readonly string[] = ASKERS,
): Promise<MatrixReport> {
  const { ours, theirs } = world;
  const theirId = await resourceOf(world, theirs, endpoint);
  const askers = (await askersOf(world)).filter(({ name }) => askedBy.includes(name));
  const keys: string[] = [];
  if (endpoint.idempotent) for (const _asker of askers) keys.push(await usedKey(world, endpoint));
  const before = await belongingsOf(world, theirs);
  const ourIds = (await belongingsOf(world, ours)).ids;
  const secrets = [...before.ids].filter((id) => !ourIds.has(id));
  const faults: string[] = [];
  let checked = 0;
  for (const [index, identity] of askers.entries()) {
    const theirThings = { theirId, before, key: keys[index] };
    for (const trespass of await trespasses(world, endpoint, theirThings)) {
      for (const id of trespass.ids) {
        checked += 1;
        const told = await compare(world, endpoint, identity, trespass, id, secrets);
        faults.push(...told.map((fault) => `${endpoint.id} as ${identity.name}, ${trespass.what}: ${fault}`));
      }
    }
  }
  if ((await belongingsOf(world, theirs)).text !== before.text)
    faults.push(`${endpoint.id}: theirs was changed`);
  return { checked, faults };
}

/** Everybody of ours; whom the operation does not let in must be told the same of theirs as of nothing, too. */
async function askersOf(world: ApiWorld): Promise<Identity[]> {
  const apiKey: Identity = {
    name: 'API key',
    headers: { Authorization: `Bearer ${world.ours.apiKey}` },
    kind: 'api_key',
    role: 'admin',
    hasScope: true,
  };
  return [...(await peopleOf(world, world.ours)), apiKey];
}

/** An Idempotency-Key that they have used for this operation, with an answer of theirs. */
async function usedKey(world: ApiWorld, endpoint: Endpoint): Promise<string> {
  const key = randomUUID();
  await world.inOrg(world.theirs.orgId, (tx) =>
    tx.query(
      `INSERT INTO idempotency_key (org_id, key, method_path, body_hash, status, response)
       VALUES ($1, $2, $3, 'theirs', 200, $4)`,
      [
        world.theirs.orgId,
        key,
        `${endpoint.method.toUpperCase()} ${endpoint.path}`,
        JSON.stringify({ body: { id: world.theirs.adminId }, headers: {} }),
      ],
    ),
  );
  return key;
}

async function trespasses(
  world: ApiWorld,
  endpoint: Endpoint,
  { theirId, before, key }: { theirId: string | undefined; before: Belongings; key: string | undefined },
): Promise<Trespass[]> {
  const { ours, theirs } = world;
  const ourId = (await resourceOf(world, ours, endpoint)) ?? '';
  const body = await bodyOf(world, ours, endpoint);
  const path = (id: string) => pathOf(endpoint, { id });
  const plain = { path: path(ourId), body };
  const inPath = theirId === undefined ? [] : [theirId];
  const others = [...endpoint.path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) =>
    name === 'id' ? [] : (name ?? []),
  );
  const inQuery = uuidFields(endpoint.query).map(([name = '']) => name);
  const cursor = (id: string) => `cursor=${Buffer.from(id).toString('base64url')}`;
  const hasCursor = endpoint.query !== undefined && 'cursor' in endpoint.query.shape;
  return [
    { what: 'id in the path', ids: inPath, wants: '404', request: (id) => ({ path: path(id), body }) },
    ...others.map((name) => ({
      what: `${name} in the path`,
      ids: candidatesFor(name, before),
      wants: 'same' as const,
      request: (id: string) => ({ path: pathOf(endpoint, { id: ourId, [name]: id }), body }),
    })),
    ...inQuery.map((name) => ({
      what: `${name} in the query`,
      ids: candidatesFor(name, before),
      wants: 'same' as const,
      request: (id: string) => ({ ...plain, path: `${plain.path}?${name}=${id}` }),
    })),
    ...uuidFields(endpoint.body).map((field) => ({
      what: `/${field.join('/')} in the body`,
      ids: candidatesFor(field.findLast((part) => part !== '0') ?? '', before),
      wants: 'same' as const,
      request: (id: string) => ({ ...plain, body: withValue(body, field, id) }),
    })),
    {
      what: 'cursor',
      ids: hasCursor ? [...before.idByTable.values()].slice(0, 3) : [],
      wants: 'ours' as const,
      request: (id) => ({ ...plain, path: `${plain.path}?${cursor(id)}` }),
    },
    {
      what: 'organization in headers',
      ids: [theirs.orgId],
      wants: 'ours' as const,
      request: (id) => ({
        ...plain,
        headers: Object.fromEntries(ORGANIZATION_HEADERS.map((name) => [name, id])),
      }),
    },
    {
      what: 'their Idempotency-Key',
      ids: key === undefined ? [] : [key],
      wants: 'ours' as const,
      request: (id) => ({ ...plain, headers: { 'Idempotency-Key': id } }),
    },
  ];
}

function pathOf(endpoint: Endpoint, ids: Readonly<Record<string, string>>): string {
  return endpoint.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? randomUUID());
}

/** What an answer gives away, as sentences. */
async function compare(
  world: ApiWorld,
  endpoint: Endpoint,
  identity: Identity,
  { request, wants }: Trespass,
  id: string,
  secrets: readonly string[],
): Promise<string[]> {
  const sent = request(id);
  const theirs = await send(world, endpoint, identity, sent);
  const sentText = JSON.stringify(sent);
  const leaked = secrets.filter((secret) => theirs.text?.includes(secret) && !sentText.includes(secret));
  const faults = leaked.slice(0, 3).map((secret) => `told ${secret}`);
  if (theirs.status >= 500 && theirs.status !== 503) faults.push(`answered ${theirs.status}`);
  const isLetIn = expectedReception(endpoint, identity) === 'admitted';
  if (
    isLetIn &&
    wants === '404' &&
    (theirs.status !== 404 || !String(theirs.body?.code).endsWith('.not_found'))
  )
    faults.push(`answered ${theirs.status} ${theirs.body?.code ?? ''}, not 404`);
  if (theirs.headers['idempotent-replayed']) faults.push('gave an answer of theirs again');
  if (wants === 'ours') return faults;
  const nobodys = await send(world, endpoint, identity, request(randomUUID()));
  if (theirs.status !== nobodys.status || theirs.body?.code !== nobodys.body?.code)
    faults.push(`answered ${theirs.status}, but ${nobodys.status} where there is nothing`);
  return faults;
}

async function send(world: ApiWorld, endpoint: Endpoint, identity: Identity, sent: Sent): Promise<Response> {
  const request = world.http[endpoint.method](sent.path)
    .set(identity.headers)
    .set({ 'If-Match': '*', ...sent.headers });
  return endpoint.body ? request.send(sent.body as object) : request;
}
