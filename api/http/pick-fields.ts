/** What leaves an answer: its items, which lie under `member`, with those of their members alone that `fields` names. */
export function pickFields(member: string): (body: unknown, query: unknown) => unknown {
  return (body, query) => {
    const { fields } = query as { fields?: string };
    if (fields === undefined) return body;
    const names = fields.split(',');
    const whole = body as Record<string, unknown>;
    const items = whole[member] as Record<string, unknown>[];
    return {
      ...whole,
      [member]: items.map((item) => Object.fromEntries(names.map((name) => [name, item[name]]))),
    };
  };
}
