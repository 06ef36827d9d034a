import { Connection, type ConnectionOptions } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../../../contracts/names.ts';

async function withTemporal<T>(
  options: ConnectionOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ connectTimeout: '2s', ...options });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** Whether a Temporal server answers and knows the namespace. */
export async function temporalAnswers(options: ConnectionOptions, namespace: string): Promise<boolean> {
  try {
    return await withTemporal(options, async ({ workflowService }) => {
      await workflowService.describeNamespace({ namespace });
      return true;
    });
  } catch {
    return false;
  }
}

/** Registers those of our search attributes that the namespace lacks. Idempotent. Throws where this identity may not. */
export async function ensureSearchAttributes(options: ConnectionOptions, namespace: string): Promise<void> {
  await withTemporal(options, async ({ operatorService }) => {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
    const missing = SEARCH_ATTRIBUTES.filter((name) => customAttributes[name] === undefined);
    if (missing.length === 0) return;
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, keyword]));
    await operatorService.addSearchAttributes({ namespace, searchAttributes });
  });
}
