/** Key of a recording's sound in the object store: the same for every try to fetch it, so that none is left over. */
export function recordingKey({ orgId, recordingId }: { orgId: string; recordingId: string }): string {
  return `recordings/${orgId}/${recordingId}`;
}
