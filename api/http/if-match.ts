import type { Request } from 'express';
import { AppError } from '../../domain/errors.ts';

/**
 * Refuses a change of what is not any more as it was read. Throws `request.precondition_required` without If-Match and
 * `request.precondition_failed` with another tag. Source: RFC 9110, section 13.1.1; RFC 6585, section 3 (428).
 */
export function refuseUnlessCurrent(req: Request, etag: string): void {
  const header = req.get('if-match');
  if (header === undefined) throw new AppError({ code: 'request.precondition_required' });
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.includes('*') && !tags.includes(etag))
    throw new AppError({ code: 'request.precondition_failed' });
}
