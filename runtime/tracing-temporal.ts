import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { Context } from '@temporalio/activity';
import type { ActivityInterceptors } from '@temporalio/worker';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry-v2/lib/client/index.js';
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry-v2/lib/worker/index.js';
import { TRACE_HEADER } from '../contracts/names.ts';
import { activeSpan } from '../providers/tracing/span.ts';

/** Gives the trace of who asks to the run that is asked; what is not traced goes its way without a header. */
export function tracedClient(): WorkflowClientInterceptor {
  const traced = new OpenTelemetryWorkflowClientInterceptor();
  return {
    startWithDetails: (input, next) => (activeSpan() ? traced.startWithDetails(input, next) : next(input)),
    signal: (input, next) => (activeSpan() ? traced.signal(input, next) : next(input)),
    startUpdate: (input, next) => (activeSpan() ? traced.startUpdate(input, next) : next(input)),
    startUpdateWithStart: (input, next) =>
      activeSpan() ? traced.startUpdateWithStart(input, next) : next(input),
    query: (input, next) => (activeSpan() ? traced.query(input, next) : next(input)),
  };
}

/** Makes an activity a span of the trace that its workflow was given; without one it just runs. */
export function tracedActivities(ctx: Context): ActivityInterceptors {
  const traced = new OpenTelemetryActivityInboundInterceptor(ctx);
  return {
    inbound: {
      execute(input, next) {
        if (input.headers[TRACE_HEADER] === undefined) return next(input);
        return traced.execute(input, (given) => {
          activeSpan()?.setAttributes(attributesOf(ctx, given.args[0]));
          return next(given);
        });
      },
    },
  };
}

function attributesOf({ info }: Context, subject: unknown): Record<string, string | number> {
  const { orgId, attemptId, callId } = (subject ?? {}) as Record<string, unknown>;
  const call = attemptId ?? callId;
  return {
    'temporal.workflow_type': info.workflowType ?? '',
    'temporal.activity_type': info.activityType,
    'temporal.task_queue': info.taskQueue,
    'temporal.attempt': info.attempt,
    ...(typeof orgId === 'string' && { 'evercall.org_id': orgId }),
    ...(typeof call === 'string' && { 'evercall.call_id': call }),
  };
}
