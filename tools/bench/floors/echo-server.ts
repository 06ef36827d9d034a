import { Client, Connection } from '@temporalio/client';
import express, { type Express } from 'express';
import { echoUpdate } from './floor.workflows.ts';

/**
 * The least that an HTTP endpoint in front of a workflow can do: parse a form, one echo Update, answer. `POST
 * /echo?w=WORKFLOW&u=UPDATE` echoes the body's `Digits`; `POST /constant` answers without any workflow.
 */
export function createEchoServer(client: Client): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.urlencoded({ extended: false }));
  app.post('/echo', async (request, response) => {
    const { w = '', u = '' } = request.query as { w?: string; u?: string };
    const { Digits = '' } = request.body as { Digits?: string };
    const handle = client.workflow.getHandle(w);
    const text = await handle.executeUpdate(echoUpdate, { args: [Digits], updateId: u });
    response.type('text/xml').send(`<Response><Say>${text}</Say></Response>`);
  });
  app.post('/constant', (_request, response) => {
    response.type('text/xml').send('<Response/>');
  });
  return app;
}

/** A client of the engine at an address. */
export async function connectClient(address: string): Promise<Client> {
  return new Client({ connection: await Connection.connect({ address }) });
}
