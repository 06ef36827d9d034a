import type { ByteRange } from '../../../domain/storage/object-store.port.ts';

/** What a Range header asks of `byteSize` bytes: a part, everything, or a part that is not there. */
export type RangeWish = { kind: 'part'; range: ByteRange } | { kind: 'whole' } | { kind: 'not_satisfiable' };

/**
 * Reads a Range header. Several ranges, other units and what cannot be read are answered with the whole, as a server
 * may. Source: RFC 9110, sections 14.1.2 and 14.2.
 */
export function readRange(header: string | undefined, byteSize: number): RangeWish {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header?.trim() ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return { kind: 'whole' };
  const last = byteSize - 1;
  if (from === '') {
    const length = Number(to);
    if (length === 0 || byteSize === 0) return { kind: 'not_satisfiable' };
    return { kind: 'part', range: { first: Math.max(0, byteSize - length), last } };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return { kind: 'whole' };
  if (first > last) return { kind: 'not_satisfiable' };
  return { kind: 'part', range: { first, last: to === '' ? last : Math.min(last, Number(to)) } };
}
