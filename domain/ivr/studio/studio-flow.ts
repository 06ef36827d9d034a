import { z } from 'zod';

const conditionSchema = z.object({
  arguments: z.array(z.string()).default([]),
  type: z.string(),
  value: z.string().default(''),
});

const stateSchema = z.object({
  name: z.string().min(1),
  type: z.string(),
  transitions: z
    .array(
      z.object({
        event: z.string(),
        next: z.string().optional(),
        conditions: z.array(conditionSchema).default([]),
      }),
    )
    .default([]),
  properties: z.record(z.string(), z.unknown()).default({}),
});

/** A Twilio Studio flow definition as far as it matters here. Source: Twilio docs, "Studio Flow Definition" schemas. */
export const studioFlowSchema = z.object({
  description: z.string().default('Imported flow'),
  initial_state: z.string().optional(),
  states: z.array(stateSchema).min(1).max(1_000),
});

export type StudioFlow = z.output<typeof studioFlowSchema>;
export type StudioState = StudioFlow['states'][number];
export type StudioCondition = z.output<typeof conditionSchema>;

/** Where an event of a widget leads; undefined = the flow ends there. */
export function nextOf(state: StudioState, event: string): string | undefined {
  return state.transitions.find((transition) => transition.event === event)?.next || undefined;
}

/** A text property of a widget; '' when it has none. */
export function textOf(state: StudioState, property: string): string {
  const value = state.properties[property];
  return typeof value === 'string' ? value : '';
}

/** A number property of a widget, given as number or text; `otherwise` when it has none. */
export function numberOf(state: StudioState, property: string, otherwise: number): number {
  const value = Number(state.properties[property] ?? Number.NaN);
  return Number.isFinite(value) ? value : otherwise;
}
