import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSecrets } from '../../stack/secrets.ts';
import type { Proof } from '../proof.types.ts';
import { launchCampaign } from '../system/launch-campaign.ts';
import { untilCompleted } from '../system/proof-campaign.ts';
import { numbersOf } from '../system/proof-people.ts';
import { openProofStack, type ProofStack } from '../system/proof-stack.ts';
import { type SearchedPlace, searchedPlaces } from '../system/search-canaries.ts';

/** Each has a number, a name and a secret told for them; beside them there is a person for each fault of the carrier. */
const PEOPLE = { quick: 60, full: 75 };
/** Checks of keys go nowhere, and no secret leaves this machine. */
const PROVIDERS = 'openai=http://127.0.0.1:9,stripe=http://127.0.0.1:9,deepgram=http://127.0.0.1:9';

/**
 * Names, numbers and secrets that are told to the system in every way it has, while a campaign with all carrier faults
 * runs and requests go wrong: afterwards none of them stands in logs, answers of errors, Redis, metrics, traces or
 * Temporal's histories.
 */
export const canariesProof: Proof = {
  name: 'canaries',
  goal: '0 canaries in logs, errors, Redis, metrics, traces, histories',
  async run({ folder, seed, lane, say }) {
    const all = { LOG_LEVEL: 'debug', TRACES_SAMPLE_RATIO: '1' };
    const processEnv = {
      api: { ...all, PROVIDER_BASE_URLS: PROVIDERS },
      jobs: all,
      'worker-calls': all,
      'worker-campaigns': all,
    };
    const proof = await openProofStack({ folder, seed, withFaults: true, processEnv, say });
    try {
      const people = peopleOf(folder, PEOPLE[lane]);
      // Some as short as ids, which a path may hold.
      const secrets = Array.from({ length: PEOPLE[lane] }, (_, index) => secretOf(index % 2 === 0 ? 18 : 12));
      const campaignId = await launchCampaign(proof.api, { contacts: people.file, name: 'canaries' });
      const answers = await tellSecrets(proof, secrets, people.canaries);
      await untilCompleted(proof, campaignId, 240_000);
      const { keyEncryptionKey, accessTokenKey, emulatorAuthToken, appUserPassword } = loadSecrets(
        proof.stack.layout,
      );
      const ours = [keyEncryptionKey, accessTokenKey, emulatorAuthToken, appUserPassword];
      const canaries = [...people.canaries, ...secrets, ...ours];
      const places = [...(await searchedPlaces(proof)), { name: 'answers', bytes: Buffer.from(answers) }];
      const found = places.flatMap(({ name, bytes }) =>
        canaries
          .filter((canary) => bytes.includes(canary))
          .map((canary) => `${name}: ${kindOf(canary, people.canaries, secrets)}`),
      );
      for (const line of [...new Set(found)].slice(0, 20)) say(line);
      const megabytes = places.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
      const where = `${places.length} places (${megabytes.toFixed(1)} MB)`;
      return {
        n: canaries.length,
        result: `${found.length} found in ${where}`,
        met: found.length === 0 && hasAll(places),
      };
    } finally {
      await proof.stack.down();
    }
  },
};

/** Whether there was something to search: an empty place would show nothing. */
function hasAll(places: readonly SearchedPlace[]): boolean {
  const kinds = ['log api', 'log worker-calls', 'redis', 'metrics', 'traces', 'history'];
  return kinds.every((kind) => places.some(({ name, bytes }) => name.startsWith(kind) && bytes.length > 0));
}

function secretOf(bytes: number): string {
  return `sk-${randomBytes(bytes).toString('hex')}`;
}

function peopleOf(folder: string, count: number): { file: string; canaries: string[] } {
  const numbers = numbersOf(0, count, true);
  const names = numbers.map(() => `Kanarek${randomBytes(6).toString('hex')}`);
  const file = join(folder, 'canaries.csv');
  const rows = numbers.map((number, index) => `${number},${names[index]},en,America/New_York`);
  writeFileSync(file, `phone,first_name,language,zone\n${rows.join('\n')}\n`);
  return { file, canaries: [...numbers.map((number) => number.slice(1)), ...names] };
}

/** Tells secrets rightly and wrongly, and answers all that came back of refusals. */
async function tellSecrets(
  proof: ProofStack,
  secrets: readonly string[],
  people: readonly string[],
): Promise<string> {
  const answers: string[] = [];
  for (const [index, secret] of secrets.entries()) {
    const provider = ['openai', 'stripe', 'deepgram'][index % 3];
    const body = { provider, label: `canary ${index}`, secret: { apiKey: secret } };
    const key = await proof.api.post<{ id: string }>('/api/v1/provider-keys', body);
    answers.push(JSON.stringify(key));
    const wrong: [string, unknown, string?][] = [
      ['/api/v1/provider-keys', body],
      ['/api/v1/provider-keys', { ...body, secret: { password: secret } }],
      [`/api/v1/provider-keys/${secret}/validate`, {}],
      ['/api/v1/auth/login', { email: `${index}@example.com`, password: secret }],
      ['/api/v1/call-lists', { name: '' }, secret],
      [`/api/v1/contacts/+${people[index]}`, {}],
      [`/api/v1/contacts?phone=%2B${people[index]}`, {}],
    ];
    for (const [path, sent, bearer] of wrong) answers.push(await refusal(proof, path, sent, bearer));
  }
  // Each answer names the path it was asked at.
  return answers.join('\n').replaceAll(/"instance":"[^"]*"/g, '');
}

async function refusal(proof: ProofStack, path: string, body: unknown, bearer = 'none'): Promise<string> {
  const answer = await fetch(`${proof.stack.urls.api}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify(body),
  });
  return answer.text();
}

function kindOf(canary: string, people: readonly string[], secrets: readonly string[]): string {
  if (people.includes(canary)) return /^\d+$/.test(canary) ? 'a number' : 'a name';
  return secrets.includes(canary) ? 'a secret of a customer' : 'a secret of ours';
}
