/** A moment of the database as RFC 3339 text in UTC. */
export function toInstant(moment: Date): string {
  return moment.toISOString();
}

/** The same for a moment that may be absent; the database's infinities count as absent. */
export function toInstantOrNull(moment: Date | number | null): string | null {
  return moment instanceof Date && Number.isFinite(moment.getTime()) ? moment.toISOString() : null;
}
