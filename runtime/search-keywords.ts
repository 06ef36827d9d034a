import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributeName } from '../contracts/names.ts';

/** Search attributes of a start. Opaque ids only: they are not encrypted. */
export function keywords(attributes: Partial<Record<SearchAttributeName, string>>) {
  return Object.entries(attributes).map(([name, value]) => ({
    key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
    value,
  }));
}
