import { API } from '../../client/operations.ts';
import { renderFields, renderTable, shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { defineShow } from '../../view/define-show.ts';

/** Numbers of the organization. */
export const numbersList = defineList({
  noun: 'numbers',
  summary: 'list the numbers of the organization',
  examples: ['evercall numbers list'],
  operation: API.listPhoneNumbers,
  columns: {
    id: ({ id }) => id,
    number: ({ number }) => number,
    label: ({ label }) => label,
    language: ({ language }) => language,
    flow: ({ flowId }) => flowId,
    attachment: ({ attachment }) => attachment,
    'calls from it': ({ inCallerIdPool }) => inCallerIdPool,
  },
});

/** One number with its drift from what the carrier has. */
export const numbersShow = defineShow({
  noun: 'numbers',
  verb: 'show',
  summary: 'one number with its drift from what the carrier has',
  examples: ['evercall numbers show 01a1fecd-9fb3-76d8-a806-04967c574d65'],
  of: 'number',
  operation: API.getPhoneNumber,
  lines: ({ drift, writtenUrls, previousUrls, atCarrier, capabilities, attachedAt, createdAt, ...number }) =>
    [
      renderFields({
        ...number,
        can: Object.entries(capabilities)
          .filter(([, has]) => has)
          .map(([name]) => name)
          .join(' '),
        attached: shortMoment(attachedAt),
        created: shortMoment(createdAt),
        'voice at carrier': atCarrier?.voiceUrl,
        'voice written': writtenUrls?.voiceUrl,
        'voice before us': previousUrls?.voiceUrl,
        drift: drift.reason ? `${drift.state} (${drift.reason})` : drift.state,
      }),
      ...(drift.fields.length > 0
        ? [
            renderTable(drift.fields, {
              field: ({ field }) => field,
              written: ({ written }) => written,
              found: ({ found }) => found,
            }),
          ]
        : []),
    ].join('\n\n'),
});

/** Lets a number go, with what was at the carrier before. */
export const numbersDetach = defineShow({
  noun: 'numbers',
  verb: 'detach',
  summary: 'let a number go, and put back what was at the carrier before',
  examples: ['evercall numbers detach 01a1fecd-9fb3-76d8-a806-04967c574d65'],
  of: 'number',
  operation: API.detachPhoneNumber,
  lines: (_, id) => `${id} is detached.`,
});
