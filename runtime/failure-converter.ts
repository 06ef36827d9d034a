import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Puts messages and stack traces of failures into a payload, so that the codec encrypts them as it does all others.
 * Loaded by path into clients, workers and the workflow bundle: it must import nothing of the outside.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
