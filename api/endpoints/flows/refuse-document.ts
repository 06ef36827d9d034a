import { isStorableJson } from '../../../contracts/storable-json.ts';
import { AppError } from '../../../domain/errors.ts';
import { draftLimits } from '../../../domain/ivr/draft-limits.ts';

/** Throws `flow.not_valid` for a document that is too large, too deep, or holds text that cannot be kept. */
export function refuseUnkeepable(document: unknown): void {
  const tooLarge = draftLimits(document);
  if (tooLarge) throw new AppError({ code: 'flow.not_valid', errors: [tooLarge] });
  if (isStorableJson(document)) return;
  const message = 'A text of the document holds a character that cannot be kept.';
  throw new AppError({
    code: 'flow.not_valid',
    errors: [{ code: 'ivr_flow.bad_value', pointer: '', message }],
  });
}
