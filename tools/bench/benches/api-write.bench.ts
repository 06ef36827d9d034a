import { randomUUID } from 'node:crypto';
import type { Bench } from '../bench.types.ts';
import { compareApi, type Measured, openApiBench } from '../system/api-bench.ts';
import { noteOf } from './api-read.bench.ts';

/** A call list made by an authenticated request, against bare Express with one INSERT in a transaction of the same role and organization. */
export const apiWriteBench: Bench = {
  name: 'api-write',
  async run(context) {
    const api = await openApiBench(context.folder, 10);
    try {
      const create: Measured = {
        name: 'api-write',
        goal: '≥ 0.60',
        status: 201,
        request: (token) => post('/api/v1/call-lists', { name: randomUUID() }, token),
        note: noteOf,
      };
      return await compareApi(api, create, context);
    } finally {
      await api.close();
    }
  },
};

function post(path: string, value: unknown, token: string | null): string {
  const body = JSON.stringify(value);
  const authorization = token ? `Authorization: Bearer ${token}\r\n` : '';
  return `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${authorization}\r\n${body}`;
}
