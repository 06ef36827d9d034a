import { createRandom } from '../../prove/random.ts';
import type { Bench } from '../bench.types.ts';
import { compareApi, type Measured, openApiBench } from '../system/api-bench.ts';

const CONTACTS = 10_000;
const PAGE = 20;

/**
 * Authenticated reads of one contact and of a page of contacts, against bare Express that reads the same rows in a
 * transaction of the same role and organization by one prepared statement and answers the same JSON.
 */
export const apiReadBench: Bench = {
  name: 'api-read',
  async run(context) {
    const api = await openApiBench(context.folder, CONTACTS);
    try {
      const random = createRandom(context.seed);
      const detail: Measured = {
        name: 'api-read.detail',
        goal: '≥ 0.60',
        status: 200,
        request: (token) => get(`/api/v1/contacts/${random.pick(api.contactIds)}`, token),
        note: noteOf,
      };
      const list: Measured = {
        name: 'api-read.list',
        goal: '≥ 0.60',
        status: 200,
        request: (token) => get(`/api/v1/contacts?limit=${PAGE}`, token),
        note: noteOf,
      };
      await refuseOtherAnswers(api, [detail, list]);
      const [ofDetail, ofList] = [
        await compareApi(api, detail, context),
        await compareApi(api, list, context),
      ];
      return {
        rows: [...ofDetail.rows, ...ofList.rows],
        blocks: [...ofDetail.blocks, ...ofList.blocks],
        settings: { contacts: CONTACTS, page: PAGE, detail: ofDetail.settings, list: ofList.settings },
      };
    } finally {
      await api.close();
    }
  },
};

/** What a read costs, in words. */
export const noteOf: Measured['note'] = ({ cpuMicros }) =>
  `CPU of the serving process ${cpuMicros.ours.toFixed(0)} µs a request, floor ${cpuMicros.floor.toFixed(0)} µs`;

function get(path: string, token: string | null): string {
  const authorization = token ? `Authorization: Bearer ${token}\r\n` : '';
  return `GET ${path} HTTP/1.1\r\nHost: bench\r\nAccept: application/json\r\n${authorization}\r\n`;
}

/** The floor is one only if it says the same: the data of both are compared before anything is timed. */
async function refuseOtherAnswers(
  { bench, floors, token }: Awaited<ReturnType<typeof openApiBench>>,
  measured: readonly Measured[],
): Promise<void> {
  for (const { name, request } of measured) {
    const path = request(null).split(' ')[1];
    const answers = await Promise.all(
      [bench.stack.urls.api, floors.joined.ready.url, floors.stepwise.ready.url].map(async (url) => {
        const answer = await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${token}` } });
        return JSON.stringify({ ...((await answer.json()) as object), nextCursor: null });
      }),
    );
    if (new Set(answers).size !== 1) throw new Error(`${name}: the floor gives another answer`);
  }
}
