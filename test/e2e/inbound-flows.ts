/** Ends the call, with last words where there are any. */
export const end = (disposition: string, prompt?: string) => ({
  type: 'end_call',
  config: { disposition, ...(prompt !== undefined && { prompt: { en: prompt } }) },
  outlets: {},
});
const about = { defaultLanguage: 'en', languages: ['en'], variables: {} };

/** Hears a menu; 0 repeats it, 1 confirms. */
export const HOTLINE = {
  ...about,
  id: 'hotline',
  name: 'Hotline',
  entry: 'ask',
  nodes: {
    ask: {
      type: 'menu',
      config: {
        prompt: { en: 'Press 1 to confirm or 0 to hear this again.' },
        options: [
          { key: '1', outlet: 'yes' },
          { key: '0', outlet: 'again' },
        ],
      },
      outlets: { yes: 'confirmed', again: 'ask', too_many: 'silent' },
    },
    confirmed: end('confirmed', 'Thank you.'),
    silent: end('no_reaction'),
  },
};

/** Numbers that the desk's transfers go to. */
export const DESK = '+12125550155';
export const BUSY_DESK = '+12125550156';
export const EMPTY_DESK = '+12125550157';
const transferTo = (to: string) => ({
  type: 'transfer',
  config: { to, prompt: { en: 'I put you through.' } },
  outlets: { answered: 'talked', busy: 'mailbox', no_answer: 'unreached', failed: 'unreached' },
});

/** A menu whose keys lead to all that a call can set off: 1, 2 and 5 to people, 3 to a mailbox, 4 to a callback. */
export const FRONT_DESK = {
  ...about,
  id: 'front-desk',
  name: 'Front desk',
  entry: 'notice',
  nodes: {
    notice: {
      type: 'disclosure',
      config: { kind: 'recording', prompt: { en: 'Messages are recorded.' } },
      outlets: { next: 'ask' },
    },
    ask: {
      type: 'menu',
      config: {
        prompt: { en: 'How can we help?' },
        options: [
          { key: '1', outlet: 'desk' },
          { key: '2', outlet: 'busy_desk' },
          { key: '3', outlet: 'mailbox' },
          { key: '4', outlet: 'later' },
          { key: '5', outlet: 'empty_desk' },
        ],
      },
      outlets: {
        desk: 'desk',
        busy_desk: 'busy_desk',
        mailbox: 'mailbox',
        later: 'later',
        empty_desk: 'empty_desk',
        too_many: 'unreached',
      },
    },
    desk: transferTo(DESK),
    busy_desk: transferTo(BUSY_DESK),
    empty_desk: transferTo(EMPTY_DESK),
    mailbox: {
      type: 'voicemail',
      config: { prompt: { en: 'Please speak after the tone.' } },
      outlets: { recorded: 'kept', empty: 'unreached' },
    },
    later: {
      type: 'callback_offer',
      config: {
        prompt: { en: 'Press 1 and we call you back.' },
        timePrompt: { en: 'Press 1 for soon.' },
        times: [{ key: '1', afterMinutes: 5 }],
      },
      outlets: { accepted: 'promised', declined: 'unreached' },
    },
    talked: end('talked'),
    kept: end('left_message', 'Thank you.'),
    promised: end('promised', 'Talk to you soon.'),
    unreached: end('unreached'),
  },
};
